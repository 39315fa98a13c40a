// Walks through the office by its links, as one visitor.

import assert from 'node:assert/strict'
import { baseUrl, isFineForEverybody, open } from './office.mjs'

const MOST_PAGES = 60

/** Two addresses of one kind of page: only what names the record differs. */
const kindOf = (path) =>
  path
    .replace(/\?.*$/, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    .replace(/\/[^/]*\d[^/]*/g, '/…')

/** How long a walk may take, for `visit`. */
export const LONGEST_WALK_MS = 600_000

/**
 * Opens `start` and every page of the office that its links lead to, one of each kind, and checks
 * each. A link that leads nowhere is a fault. Downloads and addresses for which `skip` says so are
 * passed by. Kinds in `checked` are opened but not checked again; those checked now are added.
 * Answers the paths that were seen.
 */
export async function crawl(page, start, { skip = () => false, checked = new Set() } = {}) {
  const waiting = [[start, 'the start']]
  const kinds = new Set([kindOf(start)])
  const seen = []
  const titles = new Map()
  while (waiting.length > 0 && seen.length < MOST_PAGES) {
    const [path, from] = waiting.shift()
    await open(page, path).catch((error) => {
      throw new Error(`a link on ${from} leads nowhere: ${error.message}`)
    })
    seen.push(path)
    await hasOwnTitle(page, titles)
    if (!checked.has(kindOf(path))) await isFineForEverybody(page)
    checked.add(kindOf(path))
    for (const link of await links(page)) {
      const kind = kindOf(link)
      if (kinds.has(kind) || skip(link)) continue
      kinds.add(kind)
      waiting.push([link, path])
    }
  }
  assert.ok(seen.length > 0)
  return seen
}

/** The front page is the list of rounds. */
const sameAs = (path) => (path === '/' ? '/rounds' : path)

/** No other page that was seen has the title of this one (WCAG 2.4.2). */
async function hasOwnTitle(page, titles) {
  const [title, path] = [await page.title(), sameAs(new URL(page.url()).pathname)]
  const other = titles.get(title) ?? path
  assert.equal(path, other, `${path} and ${other} have one title: ${title}`)
  titles.set(title, path)
}

/** The paths within the office to which the page's links lead. */
async function links(page) {
  const found = await page.locator('a[href]:not([download])').evaluateAll((all) =>
    all.map((link) => link.href)
  )
  return found
    .map((href) => new URL(href))
    .filter((url) => url.origin === baseUrl && !url.pathname.startsWith('/api/'))
    // A file is no page.
    .filter((url) => !/\.(txt|pdf|csv)$/.test(url.pathname))
    .map((url) => url.pathname + url.search)
}
