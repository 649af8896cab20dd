/** One sentence in both languages. Every sentence a person reads from the engine has this shape. */
export type Text = { readonly zh: string; readonly en: string }

export type Lang = keyof Text
