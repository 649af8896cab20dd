/** Names that every Windows knows stand first where there are two; offices install the fonts of the standard beside them. */
export const song = { eastAsia: '方正小标宋简体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const fangSong = { eastAsia: '仿宋', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const hei = { eastAsia: '黑体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const kai = { eastAsia: '楷体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const plainSong = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
