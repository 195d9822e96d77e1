package org.gristmill.cli;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.ThTag;
import java.util.ArrayList;
import java.util.List;

/** A table of the report; its cells are escaped text. */
final class HtmlTable {

  private final String caption;
  private final String kinds;
  private final List<DomContent> heads = new ArrayList<>();
  private final List<DomContent> rows = new ArrayList<>();

  /**
   * Starts a table.
   *
   * @param kinds one letter per column: {@code w} for words, {@code r} for numbers, {@code p} for
   *     paths
   */
  HtmlTable(String caption, String kinds) {
    this.caption = caption;
    this.kinds = kinds;
  }

  HtmlTable header(String... names) {
    for (int c = 0; c < names.length; c++) {
      ThTag head = th(names[c]).attr("scope", "col");
      heads.add(kinds.charAt(c) == 'r' ? head.withClass("number") : head);
    }
    return this;
  }

  HtmlTable row(String... cells) {
    List<DomContent> row = new ArrayList<>();
    for (int c = 0; c < cells.length; c++) {
      TdTag cell = td(cells[c]);
      row.add(
          switch (kinds.charAt(c)) {
            case 'r' -> cell.withClass("number");
            case 'p' -> cell.withClass("path");
            default -> cell;
          });
    }
    rows.add(tr(each(row, cell -> cell)));
    return this;
  }

  DomContent content() {
    return div(table(
            caption(caption), thead(tr(each(heads, head -> head))), tbody(each(rows, row -> row))))
        .withClass("wide");
  }
}
