// Signing in: what a mistake on a form looks like, and where the keyboard stands after it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFineForEverybody, open, visit } from './office.mjs'

async function sendWithoutAddress(page) {
  await open(page, '/sign-in')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('.govuk-error-summary').waitFor()
}

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with JavaScript' : 'without JavaScript'

  test(`a missing address is named in the summary and at the field, ${how}`, () =>
    visit(
      async (page) => {
        await sendWithoutAddress(page)
        assert.match(await page.title(), /^Error: /)
        const summary = page.locator('.govuk-error-summary')
        const words = await page.locator('.govuk-error-message').innerText()
        assert.match(words, /Enter your email address/)
        assert.match(await summary.innerText(), /Enter your email address/)
        const field = page.getByLabel('Your email address')
        const describedBy = (await field.getAttribute('aria-describedby')) ?? ''
        const error = await page.locator('.govuk-error-message').getAttribute('id')
        assert.ok(describedBy.split(/\s+/).includes(error), 'the field is described by its error')
        await isFineForEverybody(page)
      },
      { javaScript }
    ))

  test(`a wrong address stays in the field to be put right, ${how}`, () =>
    visit(
      async (page) => {
        await open(page, '/sign-in')
        await page.getByLabel('Your email address').fill('not an address')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.locator('.govuk-error-summary').waitFor()
        assert.equal(await page.getByLabel('Your email address').inputValue(), 'not an address')
      },
      { javaScript }
    ))

  test(`the link in the summary leads to the field, ${how}`, () =>
    visit(
      async (page) => {
        await sendWithoutAddress(page)
        const link = page.locator('.govuk-error-summary a')
        const target = (await link.getAttribute('href')).replace(/^#/, '')
        assert.equal(target, await page.getByLabel('Your email address').getAttribute('id'))
        await link.click()
        if (javaScript) {
          assert.equal(await page.evaluate(() => document.activeElement.id), target)
        } else {
          assert.ok(page.url().endsWith(`#${target}`))
        }
      },
      { javaScript }
    ))

  test(`an address that asks for a link is told where to look, ${how}`, () =>
    visit(
      async (page) => {
        await open(page, '/sign-in')
        await page.getByLabel('Your email address').fill('new.group@example.org')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByRole('heading', { level: 1, name: 'Check your email' }).waitFor()
        await isFineForEverybody(page)
      },
      { javaScript }
    ))
}

test('the summary takes the keyboard when a page comes back with mistakes', () =>
  visit(async (page) => {
    await sendWithoutAddress(page)
    const focused = await page.evaluate(() =>
      document.activeElement.classList.contains('govuk-error-summary')
    )
    assert.ok(focused, 'the error summary has the focus')
  }))
