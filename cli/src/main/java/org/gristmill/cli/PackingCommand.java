package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.pack.PackingFigures;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.PackingComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ways to lay documents into rows. */
@Command(
    name = "packing",
    description = {
      "Compare ways to lay documents into rows.",
      "",
      "'packing compare' packs a token store in every way that 'mix.packing' knows, from the lengths"
          + " of its documents alone, and prints what each way fills, cuts, pads and throws away."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PackingCommand.Compare.class,
    footerHeading = "%nExample:%n",
    footer = "  gristmill packing compare work/tokenize/0123456789ab --sequence-length 2048")
final class PackingCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** All packings side by side. */
  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description = {
        "Print what every packing makes of a token store; no token is read.",
        "",
        "All documents that are not held out as a whole are taken once.",
        "",
        "filled    share of the rows' room that holds tokens",
        "padded    tokens of room that stay empty",
        "cropped   tokens thrown away, and their share of all",
        "cut       documents whose tokens are not together in one row, whole, and their share;"
            + " those longer than a row are cut by every packing"
      })
  static final class Compare implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "PATH", description = "A token store: a directory of 'tokenize'.")
    private String path;

    @Option(
        names = "--sequence-length",
        paramLabel = "N",
        defaultValue = "2048",
        description =
            "Tokens the model sees at once; rows hold one more. Default: ${DEFAULT-VALUE}.")
    private int sequenceLength;

    @Option(
        names = "--window-rows",
        paramLabel = "N",
        defaultValue = "1024",
        description = "Rows inside which packing works, about. Default: ${DEFAULT-VALUE}.")
    private int windowRows;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "0",
        description = "Orders documents as a mix with this seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private JsonOutput json;

    Compare(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      inRange("--sequence-length", sequenceLength);
      inRange("--window-rows", windowRows);
      try (Target target = Target.of(path, Map.of());
          TokenStore store = TokenStore.open(target.store(), "")) {
        if (target.isFile() || store.strata().isEmpty()) {
          throw new ConfigException(
              Wording.of(
                  "Cannot compare packings of %s: it is no token store; expected a directory with"
                      + " 'tokens' in it, as 'tokenize' writes",
                  path));
        }
        print(PackingComparison.of(store, sequenceLength, windowRows, seed));
      }
      return Failures.DONE;
    }

    private static void inRange(String option, int value) {
      if (value < 1 || value > 1 << 20) {
        throw new ConfigException(
            Wording.of("Cannot use %s %d: expected 1 to %d", option, value, 1 << 20));
      }
    }

    private void print(List<PackingFigures> packings) throws IOException {
      PackingFigures any = packings.get(0);
      Summary summary = new Summary("packingComparison", "Packings of " + path);
      summary.count("sequence length", "sequenceLength", sequenceLength);
      summary.count("window rows", "windowRows", windowRows);
      summary.count("documents", "documents", any.documents());
      summary.count("longer than a row", "documentsLongerThanRow", any.documentsLongerThanRow());
      summary.count("tokens", "tokens", any.tokens());
      TextTable table = new TextTable("lrrrrrrr");
      table.row("  packing", "rows", "filled", "padded", "cropped", "", "cut", "");
      List<Map<String, Object>> rows = new ArrayList<>();
      for (PackingFigures packing : packings) {
        table.row(
            "  " + packing.packing(),
            Wording.count(packing.rows()),
            percent(packing.fillFraction()),
            Wording.count(packing.paddedTokens()),
            Wording.count(packing.croppedTokens()),
            percent(packing.croppedFraction()),
            Wording.count(packing.documentsCut()),
            percent(packing.cutFraction()));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("packing", packing.packing());
        row.put("rows", packing.rows());
        row.put("fillFraction", packing.fillFraction());
        row.put("paddedTokens", packing.paddedTokens());
        row.put("croppedTokens", packing.croppedTokens());
        row.put("croppedFraction", packing.croppedFraction());
        row.put("documentsCut", packing.documentsCut());
        row.put("documentsCutFraction", packing.cutFraction());
        rows.add(row);
      }
      summary.block("").block(table).figure("packings", rows);
      console.print("%s", summary.text());
      json.write(summary.figures());
    }

    private static String percent(double fraction) {
      return Wording.of("%.2f%%", 100 * fraction);
    }
  }
}
