import type { ReactNode } from 'react'
import { useSpoken } from '../../text/language.ts'

export type Fact = readonly [name: string, value: ReactNode]

/** Facts in two columns; what is not known is a dash. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const { words } = useSpoken()
  return (
    <dl className="fact-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span className="quiet">{words.say.unknown}</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
