// A round set up by hand: every page of the set-up, empty, with faults and as saved.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFineForEverybody, open, visit } from './office.mjs'

const PARTS = [
  'about', 'type', 'plan', 'evidence', 'funding', 'money', 'dates', 'eligibility', 'checks',
  'criteria', 'scoring', 'posts', 'notes', 'privacy', 'contact',
]

/** Signs in as the demonstration's grants officer, and begins a round; answers its address. */
async function begin(page, reference) {
  await open(page, '/demo')
  await page.locator('form', { hasText: 'Joan Rudkin' }).getByRole('button').first().click()
  await page.waitForLoadState()
  await open(page, '/staff/rounds/begin')
  await isFineForEverybody(page)
  await page.getByRole('button', { name: 'Create the round' }).click()
  await page.locator('.govuk-error-summary').waitFor()
  await isFineForEverybody(page)
  await page.getByLabel('Title').fill('Invented round for a test')
  await page.getByLabel('Reference').fill(reference)
  await page.getByLabel('Fund', { exact: true }).fill('Invented Fund')
  await page.getByRole('button', { name: 'Create the round' }).click()
  await page.getByRole('heading', { name: 'Set up the round' }).waitFor()
  return new URL(page.url()).pathname.replace(/\/set-up$/, '')
}

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with JavaScript' : 'without JavaScript'

  test(`every page of a round's set-up is fine for everybody, ${how}`, { timeout: 900_000 }, () =>
    visit(
      async (page) => {
        const here = await begin(page, javaScript ? 'INV-2425-R1' : 'INV-2425-R2')
        await isFineForEverybody(page)
        for (const part of PARTS) {
          await open(page, `${here}/set-up/${part}`)
          await isFineForEverybody(page)
        }
        await open(page, `${here}/set-up/money`)
        await page.getByLabel('Budget').fill('a lot')
        await page.getByRole('button', { name: 'Save and return' }).last().click()
        await page.locator('.govuk-error-summary').waitFor()
        assert.equal(await page.getByLabel('Budget').inputValue(), 'a lot')
        await isFineForEverybody(page)
        for (const path of ['set-up/criteria/items/0', 'set-up/checks/items/1']) {
          await open(page, `${here}/${path}`)
          await isFineForEverybody(page)
        }
        await open(page, `${here}/form`)
        await isFineForEverybody(page)
        await page.getByLabel('Heading of a new section').fill('More')
        await page.getByRole('button', { name: 'Add the section' }).click()
        await page.getByRole('heading', { name: 'More' }).waitFor()
        await open(page, `${here}/form/sections/more`)
        await isFineForEverybody(page)
        await page.getByLabel('Question', { exact: true }).fill('Which colour?')
        await page.getByLabel('One of several answers').check()
        await page.getByRole('button', { name: 'Add the question' }).click()
        await page.getByRole('heading', { name: /^Question Q1/ }).waitFor()
        await isFineForEverybody(page)
        await open(page, `${here}/form/questions/B9`)
        await isFineForEverybody(page)
        await open(page, `${here}/form/checks`)
        await isFineForEverybody(page)
        await page.getByRole('button', { name: 'Add the check' }).click()
        await page.locator('.govuk-error-summary').waitFor()
        await isFineForEverybody(page)
        await open(page, `${here}/form/preview`)
        await isFineForEverybody(page)
      },
      { javaScript, longestMs: 800_000 }
    ))
}
