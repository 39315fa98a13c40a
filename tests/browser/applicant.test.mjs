// A volunteer without JavaScript finds the open round, signs in by email and sends a bid from a
// narrow screen; another does the same form by the keyboard alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BID, fillIn } from './bid.mjs'
import { isFineForEverybody, open, visit } from './office.mjs'
import { findTheOpenRound, signInByEmail, startABid } from './start.mjs'

/** An address that nobody has used in this office. */
const address = (name) => `${name}.${Date.now()}@mill-lane.example.org`

test('a bid is made from the first page to the receipt without JavaScript, at 320 pixels', () =>
  visit(
    async (page) => {
      await findTheOpenRound(page)
      await signInByEmail(page, address('nell'), 'Nell Farrow')
      await startABid(page, 'Mill Lane Lanterns')
      await isFineForEverybody(page)
      await page.locator('.govuk-task-list__link').first().click()
      for (const answers of BID) {
        await isFineForEverybody(page)
        await fillIn(page, answers)
        // Two buttons have this name: the first is the one that the Enter key presses.
        await page.getByRole('button', { name: 'Save and continue' }).last().click()
      }
      await page.getByRole('button', { name: 'Check your answers' }).click()
      await page.getByRole('heading', { name: /^Check your answers/ }).waitFor()
      await isFineForEverybody(page)
      await page.getByRole('button', { name: 'Send application' }).click()
      await page.getByRole('heading', { name: 'Application received' }).waitFor()
      assert.match(await page.locator('.govuk-panel').innerText(), /\w+-\d{3}-\w/)
      await isFineForEverybody(page)
    },
    { javaScript: false, width: 320, height: 640 }
  ))

/** Presses Tab until `found(element)` is true of what has the focus; every stop must be visible. */
async function tabTo(page, found, what) {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab')
    const at = page.locator(':focus')
    if ((await at.count()) === 0) continue
    const seen = await at.evaluate((element) => {
      const style = getComputedStyle(element)
      const box = element.closest('.govuk-radios__item, .govuk-checkboxes__item')
      const label = box && getComputedStyle(box.querySelector('label'), '::before')
      const drawn = (one) => one && (one.boxShadow !== 'none' || one.outlineStyle !== 'none')
      return drawn(style) || drawn(label) || style.backgroundColor === 'rgb(255, 221, 0)'
    })
    assert.ok(seen, `the focus cannot be seen: ${await at.evaluate((one) => one.outerHTML)}`)
    if (await at.evaluate(found.test, found.about)) return at
  }
  throw new Error(`the Tab key does not come to ${what}`)
}

const named = (name) => ({ test: (element, wanted) => element.name === wanted, about: name })
const saying = (words) => ({
  test: (element, wanted) =>
    element.tabIndex >= 0 && element.textContent.trim().startsWith(wanted),
  about: words
})

test('a section is filled in, sent with a mistake and put right by the keyboard alone', () =>
  visit(async (page) => {
    await findTheOpenRound(page)
    await signInByEmail(page, address('ossie'), 'Ossie Birch')
    await startABid(page, 'Mill Lane Evenings')

    // The skip link is the first stop, and leads past the header.
    await page.reload()
    await page.keyboard.press('Tab')
    assert.match(await page.locator(':focus').innerText(), /Skip to main content/)
    await page.keyboard.press('Enter')
    const section = await tabTo(page, saying('Your project'), 'the section')
    assert.ok(await section.isVisible())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Your project' }).waitFor()

    await tabTo(page, named('B1'), 'the name of the project')
    await page.keyboard.type('Evenings')
    await tabTo(page, named('B3'), 'what it helps with')
    await page.keyboard.press('Space')
    await tabTo(page, saying('Save and continue'), 'the button')
    await page.keyboard.press('Enter')

    // The page comes back with what is missing; the summary has the focus and leads to the field.
    await page.locator('.govuk-error-summary').waitFor()
    const summary = await page.evaluate(() =>
      document.activeElement.classList.contains('govuk-error-summary')
    )
    assert.ok(summary, 'the error summary has the focus')
    assert.equal(await page.locator('[name="B1"]').inputValue(), 'Evenings')
    assert.ok(await page.locator('[name="B3"]').first().isChecked())
    await tabTo(page, saying('Describe the project'), 'the link to the mistake')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement.name), 'B2')
    await isFineForEverybody(page)
  }))
