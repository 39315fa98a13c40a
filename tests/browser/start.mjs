// From the front page to a new application: the first steps of several journeys.

import { open } from './office.mjs'

/** Signs in with the letter that the demonstration has just "sent". */
export async function signInByEmail(page, email, name) {
  await page.getByLabel('Your email address').fill(email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await open(page, '/demo/mailbox')
  await page.getByRole('row').filter({ hasText: email }).getByRole('link').first().click()
  await page.locator('main a[href^="/sign-in/link/"]').click()
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
  // Somebody who is known is not asked for a name.
  if (name === undefined) return
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
}

export async function findTheOpenRound(page) {
  await open(page, '/')
  await page.getByRole('region', { name: 'Open now' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Who can apply' }).waitFor()
  await page.getByRole('link', { name: 'Apply', exact: true }).click()
}

/** From the start page to the list of tasks of a new application of a new group. */
export async function startABid(page, group) {
  await page.getByRole('button', { name: 'Add your organisation' }).click()
  await page.getByLabel('Name of the organisation').fill(group)
  await page.getByLabel('Community group that is not registered').check()
  await page.getByRole('button', { name: 'Save and continue' }).click()
  const start = page.getByRole('button', { name: 'Start application' })
  if (await start.isVisible()) {
    await page.getByLabel(group).check()
    await start.click()
  }
  await page.getByRole('heading', { name: 'What is left to do' }).waitFor()
}
