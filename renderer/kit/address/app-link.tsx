import type { ReactNode } from 'react'
import { Link } from 'wouter'

type Props = { readonly href: string; readonly children: ReactNode; readonly title?: string }

/** A link inside the page. */
export function AppLink({ href, children, title }: Props) {
  return (
    <Link href={href} className="app-link" {...(title !== undefined && { title })}>
      {children}
    </Link>
  )
}
