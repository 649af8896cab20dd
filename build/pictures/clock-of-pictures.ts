/** The day of every picture: the same district, the same deadlines, whenever they are taken. */
export const dayOfPictures = '2026-11-24'

/** Noon in China on that day. */
export const noonOfPictures = new Date(`${dayOfPictures}T04:00:00Z`)
