// A section that saves by itself: it says so, it keeps what could not be saved, and it offers it
// back; signing out removes it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFineForEverybody, open, visit } from './office.mjs'
import { findTheOpenRound, signInByEmail, startABid } from './start.mjs'

const line = (page) => page.locator('[data-app-saved]')
const drafts = (page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('almoner-draft:')))

test('what is typed is saved by itself, kept without a connection and offered again', () =>
  visit(
    async (page) => {
      await findTheOpenRound(page)
      await signInByEmail(page, `otto.${Date.now()}@mill-lane.example.org`, 'Otto Farrow')
      await startABid(page, `Mill Lane Ladders ${Date.now()}`)
      await page.locator('.govuk-task-list__link').first().click()
      const section = page.url()
      const group = page.locator('main [name="A6"]')
      await group.fill('Neighbours who mend things.')
      await line(page).getByText(/^Saved at \d\d:\d\d\./).waitFor()
      assert.deepEqual(await drafts(page), [])
      await isFineForEverybody(page)
      await open(page, section)
      assert.equal(await group.inputValue(), 'Neighbours who mend things.')

      // The connection is lost: the text stays in the browser, and is offered when it is back.
      await page.context().setOffline(true)
      await group.fill('Neighbours who mend bicycles.')
      await line(page).getByText('Not saved: no connection.').waitFor()
      assert.match(await line(page).innerText(), /is kept on this (phone|computer)/)
      assert.equal((await drafts(page)).length, 1)
      // The browser tries once more as the page is left, past what cuts the page itself off.
      await page.evaluate(() => {
        window.fetch = () => Promise.reject(new TypeError('no connection'))
      })
      await page.goto('about:blank')
      await page.context().setOffline(false)
      await open(page, section)
      assert.equal(await group.inputValue(), 'Neighbours who mend things.')
      await isFineForEverybody(page)
      await page.getByRole('button', { name: 'Put it back' }).click()
      assert.equal(await group.inputValue(), 'Neighbours who mend bicycles.')
      await line(page).getByText(/^Saved at \d\d:\d\d\./).waitFor()

      // Nothing that was typed stays behind on a shared computer.
      await page.context().setOffline(true)
      await group.fill('Neighbours who mend chairs.')
      await line(page).getByText('Not saved: no connection.').waitFor()
      await page.context().setOffline(false)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.locator('.app-account').waitFor({ state: 'detached' })
      assert.deepEqual(await drafts(page), [])
    },
    { width: 320, height: 640 }
  ))

test('whoever was signed out meanwhile keeps what was typed, and signs in again', () =>
  visit(async (page) => {
    const email = `pia.${Date.now()}@mill-lane.example.org`
    await findTheOpenRound(page)
    await signInByEmail(page, email, 'Pia Farrow')
    await startABid(page, `Mill Lane Lamps ${Date.now()}`)
    await page.locator('.govuk-task-list__link').first().click()
    const section = page.url()
    await page.context().clearCookies()
    await page.locator('main [name="A6"]').fill('Neighbours who light lamps.')
    await line(page).getByRole('link', { name: 'Sign in again' }).waitFor()
    assert.match(await line(page).innerText(), /Not saved: you were signed out/)
    await line(page).getByRole('link', { name: 'Sign in again' }).click()
    await page.getByLabel('Your email address').waitFor()
    assert.equal((await drafts(page)).length, 1)
    await signInByEmail(page, email)
    await open(page, section)
    await page.getByRole('button', { name: 'Put it back' }).click()
    await line(page).getByText(/^Saved at \d\d:\d\d\./).waitFor()
    assert.equal(await page.locator('main [name="A6"]').inputValue(), 'Neighbours who light lamps.')
    assert.deepEqual(await drafts(page), [])
  }))
