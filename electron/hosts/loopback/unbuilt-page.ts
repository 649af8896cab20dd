/** What this address shows while the page is not built: what it is, and what to do. */
export const unbuiltPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>命脉台账 · Lifeline Registry</title>
<style>
body { font: 16px/1.6 "Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  max-width: 38em; margin: 3em auto; padding: 0 1em; color: #222; background: #fff; }
h1 { font-size: 20px; } code { background: #eee; padding: 0 .3em; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1a1a1a; } code { background: #333; } }
</style>
</head>
<body>
<h1>命脉台账</h1>
<p>这是命脉台账在这台电脑上的地址，只有这台电脑能打开，不连网络。程序正在运行，但界面还没有生成。</p>
<p>请在程序所在的文件夹运行 <code>npm start</code>，它会生成界面并重新打开。命令行现在就可以用：<code>npm run -s cli -- --help</code></p>
<section lang="en">
<h1>Lifeline Registry</h1>
<p>This is the address of Lifeline Registry on this PC. Only this PC can open it, and no network is used. The program is
running, but its page has not been built yet.</p>
<p>Run <code>npm start</code> in the program's folder: it builds the page and opens it again. The command line works
already: <code>npm run -s cli -- --help</code></p>
</section>
</body>
</html>
`
