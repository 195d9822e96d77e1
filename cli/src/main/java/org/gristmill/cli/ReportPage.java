package org.gristmill.cli;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;

/**
 * The report of a run as one HTML page that needs nothing else. Whatever comes from data is escaped
 * by the library that builds the page.
 */
final class ReportPage {

  private ReportPage() {}

  /** Where the page of a recipe lies below the work directory. */
  static String path(String recipe) {
    return "report/" + recipe + ".html";
  }

  static void write(WorkDirectory work, String recipe) throws IOException {
    String page = render(RunRecord.read(work, recipe));
    work.store().writeAtomically(path(recipe), PageSeal.seal(page));
  }

  static String render(RunRecord run) throws IOException {
    String css = stylesheet();
    List<DomContent> sections = new ArrayList<>();
    sections.add(stages(run));
    sections.add(documents(run));
    run.stage(Stage.MIX).ifPresent(mix -> sections.add(mixture(mix.manifest())));
    run.losses().ifPresent(losses -> sections.add(losses(losses)));
    if (!run.samples().isBlank()) {
      sections.add(samples(run.samples()));
    }
    sections.add(licences(run));
    return "<!DOCTYPE html>\n"
        + html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(run.recipe() + " – Gristmill"),
                    style(rawHtml(css))),
                body(
                    header(
                        h1(run.recipe()),
                        p("What the current run of this recipe read, kept, mixed and learnt.")
                            .withClass("soft")),
                    main(each(sections, section -> section))))
            .withLang("en")
            .render()
        + "\n";
  }

  private static DomContent part(String heading, DomContent... content) {
    return section(h2(heading), each(List.of(content), item -> item));
  }

  private static DomContent stages(RunRecord run) {
    HtmlTable table =
        new HtmlTable("Time and peak memory of each stage when it ran", "wrrp")
            .header("stage", "wall time", "peak memory", "directory");
    for (RunRecord.StageRecord stage : run.stages()) {
      table.row(
          stage.stage().key(),
          stage.timing().map(t -> Wording.duration(Math.round(t.seconds() * 1000))).orElse("–"),
          stage.timing().map(StageTable::peak).orElse("–"),
          stage.directory());
    }
    return part("Stages", table.content());
  }

  private static DomContent documents(RunRecord run) {
    HtmlTable table =
        new HtmlTable("What each stage counted; dropped documents by reason", "wwr")
            .header("stage", "count", "");
    for (RunRecord.StageRecord stage : run.stages()) {
      String name = stage.stage().key();
      for (var count : stage.manifest().counts().entrySet()) {
        table.row(name, count.getKey(), Wording.count(count.getValue()));
        name = "";
      }
    }
    return part("In and out", table.content());
  }

  private static DomContent mixture(Manifest manifest) {
    HtmlTable table =
        new HtmlTable("Tokens of each stratum: asked by weight, there, and taken", "wrrrrr")
            .header("stratum", "asked", "available", "taken", "share", "epochs");
    manifest
        .detail("plan")
        .flatMap(plan -> plan.find("strata"))
        .filter(ConfigTree::isList)
        .ifPresent(
            strata ->
                strata
                    .items()
                    .forEach(
                        stratum ->
                            table.row(
                                stratum.at("stratum").asText(),
                                percent(stratum.at("askedShare")),
                                Wording.count(stratum.at("availableTokens").asLong()),
                                Wording.count(stratum.at("budgetTokens").asLong()),
                                percent(stratum.at("plannedShare")),
                                Wording.of("%.2f", stratum.at("epochs").asDouble()))));
    return part("Mixture", table.content());
  }

  private static DomContent losses(ConfigTree losses) {
    HtmlTable table =
        new HtmlTable(
                "Held-out loss in nats per token, before the first and after the last step, and the"
                    + " entropy of token frequencies alone",
                "wrrrrr")
            .header("stratum", "tokens trained on", "start", "end", "unigram entropy", "below it");
    losses
        .at("strata")
        .entries()
        .forEach(
            (stratum, entry) ->
                table.row(
                    stratum,
                    entry.find("train_tokens").map(v -> Wording.count(v.asLong())).orElse("–"),
                    nats(entry, "held_out_start"),
                    nats(entry, "held_out_end"),
                    nats(entry, "unigram_entropy"),
                    gain(entry)));
    return part("Losses", table.content());
  }

  private static String nats(ConfigTree entry, String key) {
    return entry.find(key).map(value -> Wording.of("%.3f", value.asDouble())).orElse("–");
  }

  private static String gain(ConfigTree entry) {
    if (entry.find("unigram_entropy").isEmpty() || entry.find("held_out_end").isEmpty()) {
      return "–";
    }
    return Wording.of(
        "%.3f", entry.at("unigram_entropy").asDouble() - entry.at("held_out_end").asDouble());
  }

  private static DomContent samples(String text) {
    return part(
        "Samples",
        p("Generated by the decoder after its last step. A model this small learns the look of a"
                + " language before its sense.")
            .withClass("soft"),
        pre(text));
  }

  private static DomContent licences(RunRecord run) {
    HtmlTable table =
        new HtmlTable("Tokens by the licences of their sources", "wwr")
            .header("where", "licence", "tokens");
    run.licenses()
        .forEach(
            (place, tokens) ->
                tokens.forEach(
                    (license, count) ->
                        table.row(
                            place.key(),
                            license.isEmpty() ? "none named" : license,
                            Wording.count(count))));
    return part("Licences of the texts", table.content());
  }

  private static String percent(ConfigTree share) {
    return Wording.of("%.2f %%", share.asDouble() * 100);
  }

  private static String stylesheet() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
