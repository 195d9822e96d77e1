package org.gristmill.spark.chain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.storage.parquet.ParquetTableWriter;

/** Small bilingual texts, the same for the same seed. */
final class Corpus {
  private static final String[] ENGLISH =
      ("the of and a to in is that it was for on are with as be this from or have an they which one"
              + " you had not but what all were when we there can said use each do how their if will"
              + " grain mill stone water wheel flour bread river season harvest")
          .split(" ", -1);
  private static final String CHINESE =
      "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经";

  private Corpus() {}

  static String text(long seed, boolean chinese, int units) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < units; i++) {
      if (chinese) {
        text.append(CHINESE.charAt(random.nextInt(CHINESE.length())));
        text.append(i % 17 == 16 ? "。" : "");
      } else {
        text.append(ENGLISH[random.nextInt(ENGLISH.length)]).append(i % 13 == 12 ? ".\n" : " ");
      }
    }
    return text.append(chinese ? "。\n" : "\n").toString();
  }

  /** Alternating Chinese and English texts of 30 to 400 words or characters. */
  static List<String> texts(long seed, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      texts.add(text(random.nextLong(), i % 2 == 0, 30 + random.nextInt(370)));
    }
    return texts;
  }

  static void jsonl(Path file, List<String> texts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      String escaped = texts.get(i).replace("\n", "\\n");
      lines.append("{\"id\": ").append(i).append(", \"text\": \"").append(escaped).append("\"}\n");
    }
    write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  static void parquet(Path file, List<String> texts) throws IOException {
    Files.createDirectories(file.getParent());
    try (Store store = Stores.open(file.getParent().toString(), Map.of());
        ParquetTableWriter table =
            new ParquetTableWriter(
                store,
                file.getFileName().toString(),
                MessageTypeParser.parseMessageType("message m { optional binary text (UTF8); }"),
                2000,
                List.of())) {
      for (String text : texts) {
        table.write(text);
      }
      table.commit(Map.of());
    }
  }

  static void jar(Path file, int classes, long seed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < classes; i++) {
        String english = text(seed + i, false, 60).replace("\n", " ");
        String chinese = text(seed - i, true, 90).replace("\n", "");
        String source =
            "package p;\n/** "
                + english
                + " */\nclass C"
                + i
                + " {\n  /** "
                + chinese
                + " */\n  int value() {\n    return "
                + i
                + ";\n  }\n}\n";
        byte[] content = source.getBytes(StandardCharsets.UTF_8);
        // Stored, because compressed bytes may differ between Java versions.
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("p/C" + i + ".java");
        entry.setTime(0);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    write(file, bytes.toByteArray());
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
