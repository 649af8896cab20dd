import { noonOfPictures } from './clock-of-pictures.ts'

/** Imported before a program begins (`node --import`), it has that program's clock stand at the pictures' noon. */
const noon = noonOfPictures.getTime()
const RealDate = Date

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [noon] : given, newTarget),
  apply: () => new RealDate(noon).toString(),
  get: (target, key, receiver) => (key === 'now' ? () => noon : Reflect.get(target, key, receiver)),
})
