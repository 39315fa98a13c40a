use super::Words;

/// Rows of words and figures. The macro is `data::table`, or `data::stacking_table`, which becomes a
/// list on a narrow screen. A table whose cells hold links or tags is written in its page's
/// template, with the same classes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub caption: Words,
    /// Such as `govuk-table__caption--m`.
    pub caption_classes: Words,
    pub head: Vec<Column>,
    pub rows: Vec<Row>,
    /// Whether a row is named by its first cell.
    pub first_cell_is_header: bool,
    pub classes: Words,
}

/// The head of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    pub text: Words,
    /// Figures stand to the right, under each other.
    pub numeric: bool,
    pub classes: Words,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// The last row, which carries the sum.
    pub total: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: Words,
    pub numeric: bool,
    pub classes: Words,
    /// With an address the words are a link.
    pub href: Option<Words>,
}

impl Column {
    pub fn new(text: impl Into<Words>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn numeric(text: impl Into<Words>) -> Self {
        Self { numeric: true, ..Self::new(text) }
    }
}

impl Cell {
    pub fn new(text: impl Into<Words>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn numeric(text: impl Into<Words>) -> Self {
        Self { numeric: true, ..Self::new(text) }
    }

    pub fn link(text: impl Into<Words>, href: impl Into<Words>) -> Self {
        Self { href: Some(href.into()), ..Self::new(text) }
    }
}

impl Table {
    /// Cells take their column's alignment.
    #[must_use]
    pub fn new(
        caption: impl Into<Words>,
        head: impl IntoIterator<Item = Column>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Self {
        let head: Vec<Column> = head.into_iter().collect();
        let mut rows: Vec<Row> = rows.into_iter().collect();
        for row in &mut rows {
            for (cell, column) in row.cells.iter_mut().zip(&head) {
                cell.numeric |= column.numeric;
            }
        }
        Self { caption: caption.into(), head, rows, first_cell_is_header: true, ..Self::default() }
    }

    /// A row's cells, each with the name of its column.
    pub fn labelled<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a Cell, &'a str)> {
        let names = self.head.iter().map(|column| column.text.as_ref());
        row.cells.iter().zip(names.chain(std::iter::repeat("")))
    }
}

impl FromIterator<Cell> for Row {
    fn from_iter<I: IntoIterator<Item = Cell>>(cells: I) -> Self {
        Self { cells: cells.into_iter().collect(), total: false }
    }
}

impl<const N: usize> From<[Cell; N]> for Row {
    fn from(cells: [Cell; N]) -> Self {
        cells.into_iter().collect()
    }
}
