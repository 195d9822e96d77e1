package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.export.TokenSequences;
import org.gristmill.tokenization.export.TokenSets;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sets and vocabularies go to other projects' own readers and come from their own writers: {@code
 * ./mvnw verify -Pinterop}, or {@code ./mvnw -Pinterop -pl cli -am test -Dtest=OtherReadersTest
 * -Dsurefire.failIfNoSpecifiedTests=false}. Needs Python 3.11 or newer and a package index.
 */
@EnabledIfSystemProperty(named = "gristmill.interop", matches = "true")
class OtherReadersTest {
  private static final List<String> FORMATS =
      List.of("megatron", "datatrove", "mds", "nanochat", "datasets");
  private static final List<String> MASKED = List.of("datatrove", "mds", "datasets");
  private static final Map<TokenType, List<List<Integer>>> DOCUMENTS =
      Map.of(
          TokenType.UINT16, documents(65_499, 1), TokenType.INT32, documents(Integer.MAX_VALUE, 2));

  private static PythonPackages python;

  @TempDir private Path folder;

  @BeforeAll
  static void installPackages() throws IOException {
    python = PythonPackages.install();
  }

  private static List<List<Integer>> documents(int largest, long seed) {
    Random random = new Random(seed);
    int[] lengths = {0, 1, 2, 255, 256, 257, 700};
    List<List<Integer>> documents = new ArrayList<>(List.of(List.of(0, 1, largest, 0), List.of()));
    for (int i = 0; i < 300; i++) {
      int length = lengths[random.nextInt(lengths.length)];
      documents.add(random.ints(length, 0, largest).boxed().toList());
    }
    documents.add(random.ints(70_000, 0, largest).boxed().toList());
    return documents;
  }

  private static String name(TokenType type) {
    return type == TokenType.UINT16 ? "uint16" : "int32";
  }

  private Path writeDocuments() throws IOException {
    List<String> members = new ArrayList<>();
    DOCUMENTS.forEach((type, list) -> members.add("\"" + name(type) + "\": " + list));
    Path sets = Files.createDirectories(folder.resolve("sets"));
    Files.writeString(sets.resolve("documents.json"), "{" + String.join(", ", members) + "}");
    return sets;
  }

  /** Shows what a script says, which is the evidence, and gives its lines. */
  private static List<String> shown(String said) {
    System.out.print(said);
    return said.lines().toList();
  }

  @Test
  void otherProjectsReadWhatExportWrites() throws IOException {
    Path sets = writeDocuments();
    for (Map.Entry<TokenType, List<List<Integer>>> entry : DOCUMENTS.entrySet()) {
      String type = name(entry.getKey());
      Path store = folder.resolve("store-" + type);
      writeStore(store, "a", entry.getKey(), entry.getValue());
      Path masks = folder.resolve("masks-" + type);
      writeStore(masks, "a", entry.getKey(), entry.getValue());
      writeStore(masks, "b", entry.getKey(), entry.getValue());
      for (String format : FORMATS) {
        Path out = folder.resolve("out-" + format + "-" + type);
        Path from = MASKED.contains(format) ? masks : store;
        Captured run = Captured.run(folder, "export", format, from, out);
        assertThat(run.code()).as(run.err()).isZero();
        Files.move(out.resolve("en/a/all/all"), sets.resolve(format + "-" + type));
        Path masked = out.resolve("en/b/all/all");
        if (Files.exists(masked)) {
          Files.move(masked, sets.resolve(format + "-" + type + "-masked"));
        }
      }
    }

    List<String> said = shown(python.script("exchange.py", "read", sets));

    assertThat(said.stream().filter(line -> line.startsWith("ok reads "))).hasSize(10);
  }

  /** The stratum b has the same documents as a, with masks. */
  private static void writeStore(
      Path folder, String stratum, TokenType type, List<List<Integer>> documents)
      throws IOException {
    String part = TokenStore.partPath("", TokenStore.TOKENS, "en/" + stratum + "/all/all", 0, 0);
    try (Store store = Stores.open(folder.toString(), Map.of());
        TokenPartWriter writer = new TokenPartWriter(store, part, type)) {
      long key = 1;
      for (List<Integer> document : documents) {
        int[] tokens = document.stream().mapToInt(Integer::intValue).toArray();
        byte[] mask = new byte[tokens.length];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = (byte) (tokens[i] % 2);
        }
        DocumentId id = new DocumentId(key, 7);
        if (stratum.equals("a")) {
          writer.add(id, key++, tokens, 0, tokens.length);
        } else {
          writer.add(id, key++, tokens, mask, 0, tokens.length);
        }
      }
      writer.commit();
    }
  }

  @Test
  void setsThatOtherProjectsWroteAreReadWithTheirIds() throws IOException {
    Path foreign = folder.resolve("foreign");

    List<String> said = shown(python.script("exchange.py", "write", writeDocuments(), foreign));

    assertThat(said.stream().filter(line -> line.startsWith("ok writes "))).hasSize(10);
    int sets = 0;
    for (Map.Entry<TokenType, List<List<Integer>>> entry : DOCUMENTS.entrySet()) {
      try (Stream<Path> folders = Files.list(foreign.resolve(name(entry.getKey())))) {
        for (Path set : folders.sorted().toList()) {
          Captured inspected = Captured.run(folder, "inspect", set);
          assertThat(inspected.code()).as(inspected.err()).isZero();
          assertThat(read(set)).as(set.toString()).isEqualTo(expected(set, entry.getValue()));
          sets++;
        }
      }
    }
    assertThat(sets).isEqualTo(33);
  }

  /** MDS has no empty samples, its sets of rows only the first eight tokens, llm.c no ends. */
  private static List<List<Integer>> expected(Path set, List<List<Integer>> documents) {
    String name = set.getFileName().toString();
    Stream<List<Integer>> all = documents.stream();
    if (name.endsWith("-rows")) {
      all = all.filter(document -> document.size() >= 8).map(document -> document.subList(0, 8));
    } else if (name.startsWith("mds")) {
      all = all.filter(document -> !document.isEmpty());
    } else if (name.startsWith("nanochat")) {
      all = Stream.of(all.flatMap(List::stream).toList());
    }
    return all.toList();
  }

  private static List<List<Integer>> read(Path set) throws IOException {
    List<List<Integer>> documents = new ArrayList<>();
    try (Store store = Stores.open(set.toString(), Map.of())) {
      List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
      assertThat(sets).hasSize(1);
      try (TokenSequences sequences = sets.get(0).open()) {
        while (sequences.next()) {
          assertThat(sequences.hasMask()).isEqualTo(set.toString().endsWith("-masked"));
          for (int i = 0; sequences.hasMask() && i < sequences.length(); i++) {
            assertThat(sequences.mask()[i]).isEqualTo((byte) (sequences.tokens()[i] % 2));
          }
          documents.add(Arrays.stream(sequences.tokens(), 0, sequences.length()).boxed().toList());
        }
        return sequences.kind().startsWith("nanochat")
            ? List.of(documents.stream().flatMap(List::stream).toList())
            : documents;
      }
    }
  }

  @Test
  void goldenFilesOpenElsewhere() throws IOException {
    assertThat(shown(python.script("read_golden_files.py"))).hasSize(5);
  }

  @Test
  void vocabulariesTrainedHereEncodeAlikeInHuggingFacesTokenizers() throws IOException {
    Path texts = Files.writeString(folder.resolve("texts.jsonl"), ForeignText.rows(20_000, 7));
    for (String pattern : List.of("gpt2", "gpt4", "qwen2", "nanochat")) {
      Path tokenizer = folder.resolve(pattern + ".json");
      Captured trained =
          Captured.run(
              folder,
              "tokenizer",
              "train",
              "--input",
              texts,
              "--vocab-size",
              2000,
              "--pattern",
              pattern,
              "--special",
              "<|end|>",
              "--output",
              tokenizer);
      assertThat(trained.code()).as(trained.err()).isZero();
      Path ids = folder.resolve(pattern + ".ids");
      Captured encoded =
          Captured.run(
              folder,
              "tokenizer",
              "encode",
              "--tokenizer",
              tokenizer,
              "--special",
              "as-tokens",
              "--input",
              texts,
              "--output",
              ids);
      assertThat(encoded.code()).as(encoded.err()).isZero();
      List<String> said = shown(python.script("exchange.py", "encode", tokenizer, texts, ids));
      assertThat(said.get(said.size() - 1)).startsWith("ok encodes " + pattern + ".json: 20000 ");
    }
  }
}
