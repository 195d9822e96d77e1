package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests say under which licences tokens are. */
class LicensesIT {
  @TempDir Path folder;

  @Test
  void tokensAreCountedByLicence() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(31, 40));
    Corpus.jsonl(bench.input("b.jsonl"), Corpus.texts(32, 40));
    Corpus.jsonl(bench.input("c.jsonl"), Corpus.texts(33, 40));
    bench.run(
        "sources=[{name: a, format: jsonl, domain: web, license: MIT, path: data/a.jsonl},"
            + " {name: b, format: jsonl, domain: web, license: CC0-1.0, path: data/b.jsonl},"
            + " {name: c, format: jsonl, domain: book, path: data/c.jsonl}]",
        "mixture.tokens=6000",
        "mixture.weights={'**': 1}");

    Manifest tokenize = bench.manifest(Stage.TOKENIZE);
    ConfigTree licenses = tokenize.detail("licenses").orElseThrow();
    assertThat(licenses.keys()).containsExactlyInAnyOrder("", "CC0-1.0", "MIT");
    assertThat(licenses.entries().values().stream().mapToLong(ConfigTree::asLong).sum())
        .isEqualTo(tokenize.count("tokens.out"));
    assertThat(licenses.entries().values()).allSatisfy(n -> assertThat(n.asLong()).isPositive());
    tokenize
        .detail("strata")
        .orElseThrow()
        .entries()
        .forEach(
            (stratum, sums) -> {
              Map<String, ConfigTree> named = sums.at("licenses").entries();
              assertThat(named.values().stream().mapToLong(ConfigTree::asLong).sum())
                  .as(stratum)
                  .isEqualTo(sums.at("tokens").asLong());
              assertThat(named.containsKey("")).isEqualTo(stratum.contains("/book/"));
            });
    assertThat(tokenize.tree().at("licenses").plain().toString()).isEqualTo("[CC0-1.0, MIT]");

    Manifest mix = bench.manifest(Stage.MIX);
    long tokens = 0;
    for (ConfigTree group : mix.detail("licenses").orElseThrow().items()) {
      assertThat(group.at("licenses").plain().toString()).isIn("[]", "[CC0-1.0, MIT]");
      tokens += group.at("tokens").asLong();
    }
    assertThat(tokens).isEqualTo(6000).isEqualTo(mix.count("tokens.taken"));
    assertThat(mix.tree().at("licenses").plain().toString()).isEqualTo("[CC0-1.0, MIT]");
  }
}
