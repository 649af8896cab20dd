/**
 * Sets up what is missing, before any other script runs. CommonJS and Node 18 syntax on purpose: it is the one
 * file that the system's own Node has to read. All it says goes to stderr, so that `--json` stays one document.
 */
const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const root = path.dirname(__dirname)
const lockHash = createHash('sha256')
  .update(fs.readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex')
const stamp = path.join(root, 'node_modules', '.lifeline-setup')

function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}

function stampedHash() {
  try {
    return fs.readFileSync(stamp, 'utf8').trim()
  } catch {
    return ''
  }
}

function installPackages() {
  say('installing the packages of package-lock.json (npm ci), about half a minute ...')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    say('npm ci failed. Check the connection to your package registry and run `npm run setup` again.')
    process.exit(1)
  }
  fs.writeFileSync(stamp, `${lockHash}\n`)
  say('done.')
}

function hasNode24() {
  const bin = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  return fs.existsSync(bin) || Number(process.versions.node.split('.')[0]) >= 24
}

if (stampedHash() !== lockHash) installPackages()
if (!hasNode24()) {
  say(
    'this program needs Node 24; no packaged Node exists for this platform. Install Node 24 or later and try again.',
  )
  process.exit(1)
}
