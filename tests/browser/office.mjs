// What the browser tests share: visits with and without JavaScript, and the checks that every page
// must pass.

import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
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
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
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

/** Axe's rules up to WCAG 2.2 AA find nothing on the page as it is now. */
export async function isAccessible(page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  // The design system puts the back link before the main part of a page, in no landmark.
  const isBackLink = ({ target }) => `${target}` === '.govuk-back-link'
  const counted = violations
    .map((found) =>
      found.id === 'region'
        ? { ...found, nodes: found.nodes.filter((node) => !isBackLink(node)) }
        : found,
    )
    .filter(({ nodes }) => nodes.length > 0)
  const faults = counted.map(({ id, help, nodes }) => {
    const where = nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`)
    return `${id}: ${help}\n  ${where.join('\n  ')}`
  })
  assert.deepEqual(faults, [], `axe on ${page.url()}`)
}

/** Nothing sticks out sideways: the page needs no scrolling at 320 CSS pixels (WCAG 1.4.10). */
export async function fitsNarrowScreen(page) {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  const { content, screen, widest } = await page.evaluate(() => {
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
  await page.setViewportSize(before)
  assert.ok(content <= screen, `${page.url()} is ${content} px wide at 320: ${widest.join(' | ')}`)
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
  if (!page.withoutJavaScript) await isAccessible(page)
  await fitsNarrowScreen(page)
}

/** Opens an address of the office and expects a page, not an error. */
export async function open(page, path) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`)
}
