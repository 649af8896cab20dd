import type { Text } from '#db/shared/text.ts'

/** What the window itself says, outside its page. */
export const words = {
  title: { zh: '命脉台账', en: 'Lifeline Registry' },
  cannotOpen: { zh: '台账打不开', en: 'The registry cannot be opened' },
  keysLost: { zh: '找不到这个台账的密钥', en: 'The keys of this registry are lost' },
  keysLostWhat: {
    zh: '没有另存的密钥文件，可以换用新密钥：台账内容都保留，打开后到“数据包”里点“生成入网申请”，把申请文件交给上级批准。上次制作数据包以后填报的内容，由上级核实后并入。',
    en: 'Without a copy, take new keys: all that the registry holds stays. Then press "Write the request" on the Packets page and have the office above approve it. What was entered since the last packet is taken in there once they have asked you.',
  },
  takeNewKeys: { zh: '换用新密钥', en: 'Take new keys' },
  damaged: { zh: '台账文件打不开', en: 'The registry cannot be read' },
  damagedWhat: {
    zh: '可以用最近的备份恢复。打不开的文件留在台账文件夹的 backups 里。备份以后报送过的，请上级回一个数据包取回；没有报送过的要重新填。',
    en: `The newest backup can take its place. The file that cannot be read stays in "backups" of the registry's folder. What was sent after the backup comes back with a packet from the office above; what was not has to be entered again.`,
  },
  madeAt: { zh: '备份时间：', en: 'The backup was made at ' },
  takeBackup: { zh: '恢复最近的备份', en: 'Restore the newest backup' },
  leave: { zh: '离开', en: 'Leave' },
  stay: { zh: '留下', en: 'Stay' },
  leaving: { zh: '还有没做完的工作', en: 'Something is not finished' },
  leavingWhat: {
    zh: '现在离开，正在进行的工作会停下并撤回，没有提交的内容会丢失。已经完成的不受影响。',
    en: 'If you leave now, the work under way is stopped and undone, and what was not submitted is lost. What is done stays done.',
  },
  stopped: { zh: '台账程序意外停止了', en: "The registry's program has stopped unexpectedly" },
  stoppedWhat: {
    zh: '已经完成的工作都保存着；正在进行的那一项没有写入。可以重新启动，继续操作。',
    en: 'Everything that was done is kept; the one thing under way was not written. Start it again and go on.',
  },
  pageGone: { zh: '窗口里的页面意外停止了', en: 'The page in this window has stopped unexpectedly' },
  pageGoneWhat: {
    zh: '已经完成的工作都保存着。可以重新打开页面，继续操作。',
    en: 'Everything that was done is kept. Open the page again and go on.',
  },
  startAgain: { zh: '重新启动', en: 'Start again' },
  quit: { zh: '退出', en: 'Quit' },
  file: { zh: '文件', en: 'File' },
  print: { zh: '打印…', en: 'Print…' },
  folder: { zh: '打开台账所在的文件夹', en: "Open the registry's folder" },
  edit: { zh: '编辑', en: 'Edit' },
  undo: { zh: '撤销输入', en: 'Undo typing' },
  redo: { zh: '重做输入', en: 'Redo typing' },
  cut: { zh: '剪切', en: 'Cut' },
  copy: { zh: '复制', en: 'Copy' },
  paste: { zh: '粘贴', en: 'Paste' },
  selectAll: { zh: '全选', en: 'Select all' },
  view: { zh: '查看', en: 'View' },
  reload: { zh: '刷新', en: 'Reload' },
  larger: { zh: '放大', en: 'Larger' },
  smaller: { zh: '缩小', en: 'Smaller' },
  normalSize: { zh: '原始大小', en: 'Normal size' },
  fullScreen: { zh: '全屏', en: 'Full screen' },
  developer: { zh: '开发者工具', en: 'Developer tools' },
} as const satisfies Record<string, Text>

/** A bug that kept the program from opening, told by its reference. */
export function bugText(reference: string): Text {
  return {
    zh: `程序出错，编号 ${reference}。数据没有受影响。请把编号告诉维护人员，然后重新打开程序。`,
    en: `The program has a fault, reference ${reference}. Your data is not affected. Give the reference to whoever maintains it, and open the program again.`,
  }
}
