// What the browser tests share: visits with and without JavaScript, and the checks that every page
// must pass.

import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'
import { chromium } from 'playwright-core'

export const baseUrl = process.env.BASE_URL
assert.ok(baseUrl, 'BASE_URL is not set: start these tests by tests/browser/run')

/**
 * Runs `work(page)` in a browser of its own, without the cookies of another visit, and always closes
 * it (a browser left open would keep node's test runner waiting for ever). The visit fails when a
 * page breaks the content security policy, throws, or asks another site for something.
 */
export async function visit(
  work,
  { javaScript = true, width = 1280, height = 900, longestMs = 120_000 } = {}
) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM })
  let timer
  try {
    const context = await browser.newContext({
      baseURL: baseUrl,
      javaScriptEnabled: javaScript,
      viewport: { width, height },
      reducedMotion: 'reduce'
    })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    page.withoutJavaScript = !javaScript
    keepSource(page)
    const complaints = listen(page)
    const tooLong = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('the visit took too long')), longestMs)
    })
    await Promise.race([work(page), tooLong])
    assert.deepEqual(complaints, [], 'the browser complained')
  } finally {
    clearTimeout(timer)
    await browser.close()
  }
}

/** What a browser has to complain about on a page, as it comes. */
function listen(page) {
  const complaints = []
  page.on('console', (message) => {
    // An error page is a page: that its status is no success is no complaint.
    // So is a connection that a test takes away.
    const expected = /status of 4\d\d|ERR_INTERNET_DISCONNECTED/
    if (message.type() === 'error' && !expected.test(message.text())) {
      complaints.push(`console: ${message.text()}`)
    }
  })
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseUrl}/`) && !request.url().startsWith('data:')) {
      complaints.push(`another site: ${request.url()}`)
    }
  })
  return complaints
}

/** Keeps what the server sent for the page that is shown, before the browser repairs it. */
function keepSource(page) {
  page.on('response', (response) => {
    const request = response.request()
    if (!request.isNavigationRequest() || response.frame() !== page.mainFrame()) return
    const kind = response.headers()['content-type'] ?? ''
    if (kind.startsWith('text/html')) page.source = response.text().catch(() => undefined)
  })
}

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document'],
  // Style and script come from our own address, named by their hash.
  rules: {
    'require-sri': 'off',
    // The design system puts the error summary, with its own heading, before the page's.
    'heading-level': ['error', { minInitialRank: 'h2' }]
  }
})

/** The HTML that the server sent has no fault: nesting, attributes, ids, references, labels. */
export async function isValidHtml(page) {
  const source = await page.source
  assert.ok(source, `${page.url()}: what the server sent was not kept`)
  const { results } = await validator.validateString(source)
  const faults = results
    .flatMap(({ messages }) => messages)
    .map(({ ruleId, line, column, message }) => `${ruleId} at ${line}:${column}: ${message}`)
  assert.deepEqual(faults, [], `HTML of ${page.url()}`)
}

/** Axe's rules up to WCAG 2.2 AA find nothing on the page as it is now. */
export async function isAccessible(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  // The design system puts the back link before the main part of a page, in no landmark.
  const isBackLink = ({ target }) => `${target}` === '.govuk-back-link'
  // And tells by aria-expanded that a radio or checkbox reveals a question, which readers do say.
  const reveals = ({ html, failureSummary }) =>
    /<input[^>]* type="(radio|checkbox)"/.test(html) && /aria-expanded="/.test(failureSummary)
  const excused = { region: isBackLink, 'aria-allowed-attr': reveals }
  const counted = violations
    .map((found) => ({
      ...found,
      nodes: found.nodes.filter((node) => !excused[found.id]?.(node))
    }))
    .filter(({ nodes }) => nodes.length > 0)
  const faults = counted.map(({ id, help, nodes }) => {
    const where = nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`)
    return `${id}: ${help}\n  ${where.join('\n  ')}`
  })
  assert.deepEqual(faults, [], `axe on ${page.url()}`)
}

/**
 * Widths, in CSS pixels, at which no page may need scrolling sideways: a small phone (WCAG 1.4.10),
 * a wide screen at 200 % (WCAG 1.4.4; breakpoints are in em, so larger text moves them alike), and
 * a tablet, on which tables are no longer stacked.
 */
const WIDTHS = [320, 640, 768]

/** Nothing sticks out sideways on a narrow screen or with large text. */
export async function fitsNarrowScreen(page) {
  const before = page.viewportSize()
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 640 })
    const { content, screen, widest } = await sideways(page)
    assert.ok(content <= screen, `${page.url()} is ${content} wide at ${width}: ${widest.join(' | ')}`)
  }
  await page.setViewportSize(before)
}

/** How wide the page is, how wide the screen, and what sticks out. */
function sideways(page) {
  return page.evaluate(() => {
    const screen = document.documentElement.clientWidth
    const scrolls = (node) => {
      for (let at = node.parentElement; at; at = at.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(at).overflowX)) return true
      }
      return false
    }
    const widest = [...document.body.querySelectorAll('*')]
      .filter((node) => node.getBoundingClientRect().right > screen + 1 && !scrolls(node))
      .slice(0, 3)
      .map((node) => node.outerHTML.slice(0, 120))
    return { content: document.documentElement.scrollWidth, screen, widest }
  })
}

/** Most bytes of a page as compressed for sending, with its style and script. */
const LARGEST_PAGE = 150_000

/** The page with its style and script, compressed, is small enough for a poor connection. */
export async function isLight(page) {
  const source = Buffer.byteLength(gzipSync((await page.source) ?? ''))
  const parts = await page
    .locator('link[rel="stylesheet"], script[src]')
    .evaluateAll((all) => all.map((part) => part.href ?? part.src))
  const bytes = await Promise.all(parts.map((url) => weightOf(page, url)))
  const all = bytes.reduce((sum, part) => sum + part, source)
  assert.ok(all <= LARGEST_PAGE, `${page.url()} weighs ${all} bytes with its style and script`)
}

const weights = new Map()

/** Bytes of a part of pages when compressed; asked for once. */
async function weightOf(page, url) {
  if (!weights.has(url)) {
    const answer = await page.request.get(url)
    weights.set(url, gzipSync(await answer.body()).length)
  }
  return weights.get(url)
}

/** What a page must have whatever it is for: language, title, one heading, landmark, skip link. */
export async function isWholePage(page) {
  assert.match(await page.locator('html').getAttribute('lang'), /^en(-GB)?$/, page.url())
  assert.notEqual((await page.title()).trim(), '', `${page.url()} has no title`)
  assert.equal(await page.locator('h1').count(), 1, `${page.url()} has not one h1`)
  assert.equal(await page.locator('main').count(), 1, `${page.url()} has not one main`)
  assert.equal(await page.locator('[style]').count(), 0, `${page.url()} has inline styles`)
  assert.equal(
    await page.locator('script:not([src]):not([type="application/json"])').count(),
    0,
    `${page.url()} has inline scripts`
  )
}

/** All of the checks above; axe itself needs JavaScript. */
export async function isFineForEverybody(page) {
  await isWholePage(page)
  await isValidHtml(page)
  await isLight(page)
  if (!page.withoutJavaScript) await isAccessible(page)
  await fitsNarrowScreen(page)
}

/** Opens an address of the office and expects a page, not an error. */
export async function open(page, path) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`)
}
