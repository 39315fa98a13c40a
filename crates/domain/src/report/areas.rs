//! The report by area: each bid counts once, in the area with the largest share of its
//! beneficiaries; the shares themselves stand beside it.

use super::{Bid, Report, Tally};
use crate::application::withhold::{Audience, Shown};

/// One line: an area, or what lies in none of them, or what is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaLine {
    /// The area.
    pub area: Shown<Option<String>>,
    /// Bids received.
    pub received: Tally,
    /// Bids with agreed marks.
    pub moderated: u32,
    /// Bids recommended, each once.
    pub recommended: Tally,
    /// Bids approved, each once.
    pub approved: Tally,
    /// What the shares of the bids received come to: 100 is one whole bid.
    pub shares_received: u32,
    /// What the shares of the bids recommended come to.
    pub shares_recommended: u32,
}

impl AreaLine {
    const fn empty(area: Shown<Option<String>>) -> Self {
        Self {
            area,
            received: Tally { count: 0, amount: crate::value::Pence::ZERO },
            moderated: 0,
            recommended: Tally { count: 0, amount: crate::value::Pence::ZERO },
            approved: Tally { count: 0, amount: crate::value::Pence::ZERO },
            shares_received: 0,
            shares_recommended: 0,
        }
    }

    fn add(&mut self, bid: &Bid, recommended: bool, decided: bool) {
        self.received.add(bid.requested);
        self.moderated += u32::from(bid.moderated);
        if let Some(amount) = bid.recommended.filter(|_| recommended) {
            self.recommended.add(amount);
        }
        if let Some(amount) = bid.approved.filter(|_| decided) {
            self.approved.add(amount);
        }
    }
}

impl Report {
    /// One line for each reported area, zeros included; then, if there are any, a line for bids
    /// elsewhere and one for bids whose place is withheld from `audience`.
    #[must_use]
    pub fn areas(&self, audience: Audience) -> Vec<AreaLine> {
        let mut lines: Vec<AreaLine> = self
            .reported
            .iter()
            .map(|code| AreaLine::empty(Shown::Plain(Some(code.clone()))))
            .collect();
        let mut elsewhere = AreaLine::empty(Shown::Plain(None));
        let mut withheld = AreaLine::empty(Shown::Withheld);
        let (recommended, decided) = (self.recommended_at.is_some(), self.decided_at.is_some());
        for bid in self.received() {
            let place = bid.withhold.shown_places(bid.lead_area.as_ref(), audience);
            let line = match &place {
                Shown::Withheld => &mut withheld,
                Shown::Plain(code) => {
                    let same = |line: &&mut AreaLine| {
                        code.is_some()
                            && matches!(&line.area, Shown::Plain(area) if area.as_ref() == *code)
                    };
                    lines.iter_mut().find(same).unwrap_or(&mut elsewhere)
                }
            };
            line.add(bid, recommended, decided);
            if place.is_withheld() {
                continue;
            }
            for line in &mut lines {
                let Shown::Plain(Some(code)) = &line.area else { continue };
                let share = bid.shares.get(code).copied().unwrap_or(0);
                line.shares_received += share;
                if recommended && bid.recommended.is_some() {
                    line.shares_recommended += share;
                }
            }
        }
        lines.extend([elsewhere, withheld].into_iter().filter(|line| line.received.count > 0));
        lines
    }
}
