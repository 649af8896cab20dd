/** What is said where the page itself fails and cannot be drawn. */
export const mishapZh = {
  title: { page: '这一页出了问题', panel: '这个窗格出了问题', window: '窗口出了问题' },
  kept: '是程序在显示时出了错，台账没有受影响：保存过的都在，正在填写的内容留有草稿，重新打开时还在。',
  next: {
    page: '可以再试一次，或者返回，先做别的。还是不行的，请复制详情，交给维护人员。',
    panel: '可以再试一次，或者关上这个窗格，先做别的。还是不行的，请复制详情，交给维护人员。',
    window: '请重新载入窗口。还是不行的，请复制详情，交给维护人员。',
  },
  reload: '重新载入窗口',
  copy: '复制详情',
  copied: '已复制',
  copyByHand: '没能复制，请在下面选中文字，按 Ctrl+C。',
  details: '给维护人员看的详情（不含查找和填写的内容）',
}
