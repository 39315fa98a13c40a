// A small, complete and invented bid for the demonstration's open round, and how a form is filled in.

/** The day so many days from now, as the boxes of a date take it. */
function day(field, days) {
  const at = new Date(Date.now() + days * 86_400_000)
  return {
    [`${field}.day`]: `${at.getUTCDate()}`,
    [`${field}.month`]: `${at.getUTCMonth() + 1}`,
    [`${field}.year`]: `${at.getUTCFullYear()}`
  }
}

/** What the group answers, section by section, by the names of the form's fields. */
export const BID = [
  {
    'A3.none': ['yes'],
    'A4.line1': '1 Mill Lane',
    'A4.town': 'Melton Mowbray',
    'A4.postcode': 'LE13 1GH',
    'A5.name': 'Nell Farrow',
    'A5.role': 'Treasurer',
    'A5.email': 'nell@mill-lane.example.org',
    'A5.phone': '0116 496 0777',
    'A5b.name': 'Ossie Birch',
    'A5b.role': 'Chair',
    'A5b.email': 'ossie@mill-lane.example.org',
    A6: 'Neighbours who cook together on dark evenings.',
    A8: '5',
    A8b: '4',
    A10: ['no']
  },
  {
    B1: 'Soup and lanterns',
    B2: 'Soup, lanterns and company in the village hall on winter evenings.',
    B3: ['alone'],
    'B4.0.postcode': 'LE13 1GH',
    'B4.0.percent': '100',
    B5: 'Nobody is about after five. We asked 30 neighbours and 21 do not go out.',
    B6: 'Sixty people of the village. Ten of them planned it with us.'
  },
  {
    ...day('B14.start', 150),
    ...day('B14.end', 330),
    B7: 'An evening each week in the hall, with soup, run by two of us in turn.',
    'B8.0.what': 'First evening',
    ...day('B8.0', 160),
    'B9.0.outcome': 'People know each other',
    'B9.0.indicator': 'Neighbours that one can name',
    'B9.0.baseline': '2',
    'B9.0.target': '6',
    'B9.0.how': 'We ask at the first and the last evening',
    'B12.0.risk': 'Nobody comes',
    'B12.0.response': 'We call for people'
  },
  {
    C0: '600',
    'C1.0.category': 'venue',
    'C1.0.description': 'Village hall',
    'C1.0.quantity': '20',
    'C1.0.unit_cost': '30',
    'C1.0.from_grant': '600',
    'C1.0.from_others': '0',
    C3: '500'
  },
  { D1: ['no'], E3: 'The hall has no step, and we fetch people who cannot walk.' },
  { E2: ['adopted'], E6: ['own_two'], G1: ['authority', 'true', 'published', 'privacy'] }
]

/** Fills in a section: boxes to tick are lists of values, all else is text. */
export async function fillIn(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const field = page.locator(`main [name="${name}"]`)
    if (Array.isArray(value)) {
      for (const one of value) await page.locator(`main [name="${name}"][value="${one}"]`).check()
    } else if ((await field.evaluate((one) => one.tagName)) === 'SELECT') {
      await field.selectOption(value)
    } else {
      await field.fill(value)
    }
  }
}
