package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.Split;
import org.junit.jupiter.api.Test;

/** Files are read together when their documents are described alike. */
class ParseSettingsTest {
  private static final SourceTokenizers NO_TOKENIZERS = SourceTokenizers.none();

  private static Map<ParseSettings, List<InputFile>> group(String source, String... paths) {
    List<InputFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(new InputFile("s", "root", path, 1, 1, "id-" + path));
    }
    Map<ParseSettings, List<InputFile>> groups = new LinkedHashMap<>();
    ParseSettings.group(
        YamlConfig.parse("r.yaml", "{name: s, format: parquet, path: x, " + source + "}")
            .as(Source.class),
        files,
        NO_TOKENIZERS,
        groups);
    return groups;
  }

  private static List<String> paths(List<InputFile> files) {
    return files.stream().map(InputFile::path).toList();
  }

  @Test
  void pathsThatSayTheSameAreOneGroup() {
    Map<ParseSettings, List<InputFile>> groups =
        group(
            "layout: industrycorpus2",
            "game/chinese/high/rank_1.parquet",
            "game/chinese/low/rank_2.parquet",
            "game/chinese/low/rank_3.parquet",
            "mining/chinese/low/rank_4.parquet");
    assertThat(groups.values())
        .extracting(ParseSettingsTest::paths)
        .containsExactly(
            List.of("game/chinese/high/rank_1.parquet"),
            List.of("game/chinese/low/rank_2.parquet", "game/chinese/low/rank_3.parquet"),
            List.of("mining/chinese/low/rank_4.parquet"));
    assertThat(groups.keySet())
        .extracting(settings -> settings.domain().orElseThrow())
        .containsExactly("game", "game", "mining");
  }

  @Test
  void aDomainFromThePathEqualsAPlainOne() {
    ParseSettings fromPath =
        group("labels: {path: '{domain}/*'}", "web/a").keySet().iterator().next();
    ParseSettings plain = group("domain: web", "web/a").keySet().iterator().next();
    assertThat(fromPath).isEqualTo(plain);
    assertThat(fromPath.fingerprint()).isEqualTo(plain.fingerprint());
    assertThat(plain.labels()).isEqualTo(Optional.empty());
  }

  @Test
  void aMegatronDataSetIsOneInputThatDependsOnBothFiles() {
    InputFile bin = new InputFile("s", "root", "code/a_text_document.bin", 8, 1, "0a");
    InputFile idx = new InputFile("s", "root", "code/a_text_document.idx", 50, 1, "0b");
    InputFile joined = MegatronFiles.join(List.of(bin, idx)).get(0);
    assertThat(joined.path()).isEqualTo(bin.path());
    assertThat(joined.bytes()).isEqualTo(58);
    InputFile other = new InputFile("s", "root", idx.path(), 50, 1, "0c");
    assertThat(MegatronFiles.join(List.of(bin, other)).get(0).identity())
        .hasSize(32)
        .isNotEqualTo(joined.identity());
    InputFile unknown = new InputFile("s", "root", idx.path(), 50, 1, "");
    assertThat(MegatronFiles.join(List.of(bin, unknown)).get(0).isIdentified()).isFalse();
  }

  @Test
  void theLastOfKarpathysShardsIsForValidation() {
    Map<ParseSettings, List<InputFile>> groups =
        group("layout: karpathy-shards", "shard_0.parquet", "shard_1.parquet", "shard_2.parquet");
    assertThat(groups.keySet())
        .extracting(ParseSettings::split)
        .containsExactly(Split.TRAIN, Split.VALIDATION);
    assertThat(groups.values())
        .extracting(ParseSettingsTest::paths)
        .containsExactly(List.of("shard_0.parquet", "shard_1.parquet"), List.of("shard_2.parquet"));
  }
}
