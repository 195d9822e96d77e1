package org.gristmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.export.ExportFormat;
import org.gristmill.tokenization.export.MaskedSink;
import org.gristmill.tokenization.export.TextSink;
import org.gristmill.tokenization.export.TokenSequences;
import org.gristmill.tokenization.export.TokenSets;
import org.gristmill.tokenization.export.TokenSink;
import org.gristmill.tokenization.store.TokenType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes token data in another project's format. */
@Command(
    name = "export",
    description = {
      "Write tokens in another project's format, or turn them back into text.",
      "",
      "PATH is a directory of 'tokenize', which gives its documents, one set for each stratum, held"
          + " out or not, run after run; a directory of 'mix', or its shards or validation folder,"
          + " which gives packed rows without padding; or a set in any of the formats below,"
          + " Megatron sets by their .idx. OUT must be new or empty.",
      "",
      "Rendered conversations keep their masks of what is learnt: datatrove as .ds.loss, mds and"
          + " datasets as 'loss_mask'. The other formats have no place for them and ask for"
          + " --drop-masks. Strata of pairs of answers are left out: 'mix' writes pairs as Arrow"
          + " files that load_dataset reads.",
      "",
      "megatron    .bin and .idx (uint16 or int32 by vocabulary)",
      "datatrove   .ds, .ds.index and .ds.metadata",
      "mds         MosaicML streaming: index.json and shards, uncompressed, column 'tokens'",
      "nanochat    llm.c's .bin with its header; ends of documents are not kept",
      "datasets    Hugging Face datasets, column 'input_ids': load_from_disk, or load_dataset of"
          + " 'arrow'; also called hf",
      "jsonl       text, by --tokenizer; each text is encoded again, between --begin and --end, and"
          + " where that gives other tokens the line also holds the document's 'ids'; such documents"
          + " are counted"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gristmill export megatron work/tokenize/0123456789ab exported",
      "  gristmill export jsonl arxiv/007_00000_text_document.idx text --tokenizer qwen.json",
      "      --begin '<|extra_203|>' --end '<|extra_204|>'"
    })
final class ExportCommand implements Callable<Integer> {

  /** What can be written. */
  enum Kind {
    MEGATRON(ExportFormat.MEGATRON),
    DATATROVE(ExportFormat.DATATROVE),
    MDS(ExportFormat.MDS),
    NANOCHAT(ExportFormat.NANOCHAT),
    DATASETS(ExportFormat.DATASETS),
    HF(ExportFormat.DATASETS),
    JSONL(null);

    private final ExportFormat format;

    Kind(ExportFormat format) {
      this.format = format;
    }
  }

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FORMAT",
      description = "megatron, datatrove, mds, nanochat, datasets, hf or jsonl.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "PATH", description = "Where the tokens are.")
  private String path;

  @Parameters(index = "2", paramLabel = "OUT", description = "The directory to write.")
  private String out;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "jsonl: the tokenizer.json that made the tokens.")
  private Path tokenizer;

  @Option(
      names = "--begin",
      paramLabel = "TOKEN",
      defaultValue = "",
      description = "jsonl: special token to take off where documents begin with it.")
  private String begin;

  @Option(
      names = "--end",
      paramLabel = "TOKEN",
      defaultValue = "",
      description = "jsonl: special token to take off where documents end with it.")
  private String end;

  @Option(
      names = "--drop-masks",
      description = "Write rendered conversations as if all of their tokens were learnt.")
  private boolean dropMasks;

  @Mixin private JsonOutput json;

  private long sequences;
  private long tokens;
  private long different;
  private long withoutBegin;
  private long withoutEnd;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if ((kind == Kind.JSONL) != (tokenizer != null)) {
      throw new ConfigException("Cannot export: jsonl, and only jsonl, needs --tokenizer");
    }
    Tokenizer decoder = tokenizer == null ? null : Tokenizers.parse(Files.readAllBytes(tokenizer));
    try (Target target = Target.of(path, Map.of());
        Store store = Stores.open(out, Map.of())) {
      List<TokenSets.TokenSet> sets =
          target.isFile()
              ? TokenSets.ofFile(target.store(), target.file())
              : TokenSets.ofFolder(target.store());
      List<String> leftOut = target.isFile() ? List.of() : TokenSets.strataOfPairs(target.store());
      if (sets.isEmpty() && !leftOut.isEmpty()) {
        throw new ConfigException(
            Wording.of(
                "Cannot export %s: it holds nothing but pairs of answers; expected documents, or"
                    + " the Arrow files of pairs that 'mix' writes, which load_dataset reads",
                path));
      }
      if (sets.isEmpty()) {
        throw new ConfigException(
            Wording.of(
                "Cannot export %s: it holds no tokens of a known format; expected a directory of"
                    + " 'tokenize' or 'mix', or a Megatron, datatrove, MDS, llm.c or Hugging Face"
                    + " data set",
                path));
      }
      if (!store.list("").isEmpty()) {
        throw new ConfigException(
            Wording.of("Cannot export to %s: it has files; expected a new directory", out));
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      Summary summary = new Summary("export", Wording.of("Exported %s to %s", path, out));
      TextTable table = new TextTable("lrr");
      table.row("  set", "sequences", "tokens");
      for (TokenSets.TokenSet set : sets) {
        long sequencesBefore = sequences;
        long tokensBefore = tokens;
        export(set, store, decoder);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("set", set.name());
        row.put("sequences", sequences - sequencesBefore);
        row.put("tokens", tokens - tokensBefore);
        rows.add(row);
        table.row(
            "  " + (set.name().isEmpty() ? "." : set.name()),
            Wording.count(sequences - sequencesBefore),
            Wording.count(tokens - tokensBefore));
      }
      summary.fact("format", "format", kind.name().toLowerCase(Locale.ROOT));
      if (!leftOut.isEmpty()) {
        summary.fact("pairs left out", "strataOfPairsLeftOut", String.join(" ", leftOut));
      }
      summary.count("sequences", "sequences", sequences).count("tokens", "tokens", tokens);
      if (kind == Kind.JSONL) {
        summary.count("texts with other tokens", "differentSequences", different);
        if (!begin.isEmpty()) {
          summary.count("without " + begin, "sequencesWithoutBegin", withoutBegin);
        }
        if (!end.isEmpty()) {
          summary.count("without " + end, "sequencesWithoutEnd", withoutEnd);
        }
      }
      console.print("%s", summary.block("").block(table).figure("sets", rows).text());
      json.write(summary.figures());
    }
    return Failures.DONE;
  }

  private void export(TokenSets.TokenSet set, Store store, Tokenizer decoder) throws IOException {
    try (TokenSequences source = set.open()) {
      boolean more = source.next();
      boolean masked = source.hasMask() && !dropMasks;
      if (masked && (kind == Kind.JSONL || !kind.format.keepsMasks())) {
        throw new ConfigException(
            Wording.of(
                "Cannot export %s as %s: it has no place for masks of what is learnt; expected"
                    + " datatrove, mds or datasets, or --drop-masks",
                set.name().isEmpty() ? path : set.name(), kind.name().toLowerCase(Locale.ROOT)));
      }
      TokenType type = source.type().written();
      if (kind == Kind.JSONL) {
        try (TextSink sink = new TextSink(store, set.name(), decoder, begin, end)) {
          write(source, more, sink);
          different += sink.different();
          withoutBegin += sink.withoutBegin();
          withoutEnd += sink.withoutEnd();
        }
      } else if (masked) {
        try (MaskedSink sink = kind.format.createMasked(store, set.name(), type)) {
          for (boolean next = more; next; next = source.next()) {
            sink.add(source.tokens(), source.mask(), 0, source.length());
            count(source);
          }
          sink.finish();
        }
      } else {
        try (TokenSink sink = kind.format.create(store, set.name(), type)) {
          write(source, more, sink);
        }
      }
    }
  }

  private void write(TokenSequences source, boolean more, TokenSink sink) throws IOException {
    for (boolean next = more; next; next = source.next()) {
      sink.add(source.tokens(), 0, source.length());
      count(source);
    }
    sink.finish();
  }

  private void count(TokenSequences source) {
    sequences++;
    tokens += source.length();
  }
}
