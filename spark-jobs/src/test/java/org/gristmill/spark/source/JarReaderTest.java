package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class JarReaderTest {
  private static final String BILINGUAL =
      "/** Adds two numbers and returns the sum. */ /** 两个数字相加并且返回结果。 */ class A {}\n";
  private final JarReader reader = new JarReader(Optional.of("code"), Optional.of("manual"), 1000);

  private static byte[] jar(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        byte[] content =
            namesAndContents[i + 1] instanceof byte[] raw
                ? raw
                : ((String) namesAndContents[i + 1]).getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry((String) namesAndContents[i]);
        entry.setTime(0);
        if (i % 4 == 2) {
          CRC32 crc = new CRC32();
          crc.update(content);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void turnsAnEntryIntoCodeAndOneProseDocumentPerLanguage() throws IOException {
    byte[] jar = jar("notes.txt", "not Java", "p/A.java", BILINGUAL, "p/B.java", "class B {}");
    Found found = Found.in(reader, "x.jar", jar);
    assertThat(found.texts())
        .containsExactly(
            BILINGUAL, "两个数字相加并且返回结果。\n", "Adds two numbers and returns the sum.\n", "class B {}");
    assertThat(found.documents).extracting(SourceDocument::row).containsExactly(4L, 5L, 6L, 8L);
    assertThat(found.documents)
        .extracting(document -> document.labels().domain())
        .containsExactly("code", "manual", "manual", "code");
    assertThat(found.documents.get(1).entry()).isEqualTo("p/A.java");
    assertThat(found.rejections).isEmpty();
  }

  @Test
  void leavesOutADomainThatIsNotAskedFor() throws IOException {
    JarReader proseOnly = new JarReader(Optional.empty(), Optional.of("manual"), 1000);
    assertThat(Found.in(proseOnly, "x.jar", jar("A.java", BILINGUAL)).documents)
        .extracting(SourceDocument::kind)
        .containsExactly("prose", "prose");
  }

  @Test
  void oneBrokenEntryCostsOneEntry() throws IOException {
    byte[] jar =
        jar(
            "A.java",
            "class A { int a = 1; }",
            "B.java",
            "class Broken {}",
            "C.java",
            "class C {}");
    int at = new String(jar, StandardCharsets.ISO_8859_1).indexOf("Broken");
    jar[at] ^= 1;
    Found found = Found.in(reader, "x.jar", jar);
    assertThat(found.texts()).containsExactly("class A { int a = 1; }", "class C {}");
    assertThat(found.reasons()).containsExactly("4 broken-entry");
    assertThat(found.rejections.get(0).detail())
        .isEqualTo("Cannot read zip entry B.java: its content does not match its checksum");
  }

  @Test
  void everyFlippedByteCostsAtMostItsEntryOrTheFile() throws IOException {
    byte[] jar = jar("A.java", "class A { int a = 1; }", "B.java", "class B {}");
    for (int i = 0; i < jar.length; i++) {
      byte[] flipped = jar.clone();
      flipped[i] ^= 0x41;
      Found found = Found.in(reader, "x.jar", flipped);
      assertThat(found.documents.size() + found.rejections.size()).isLessThanOrEqualTo(2);
    }
    for (int length = 0; length < jar.length; length++) {
      Found cut = Found.in(reader, "x.jar", Arrays.copyOf(jar, length));
      assertThat(cut.documents).isEmpty();
      assertThat(cut.reasons()).containsExactly("file unreadable-file");
    }
  }

  @Test
  void rejectsWhatIsNotUtf8OrTooLong() throws IOException {
    byte[] jar =
        jar("A.java", new byte[] {'a', (byte) 0xC3}, "B.java", "x".repeat(1001), "C.java", "ok");
    Found found = Found.in(reader, "x.jar", jar);
    assertThat(found.reasons()).containsExactly("0 invalid-utf8", "4 oversize");
    assertThat(found.texts()).containsExactly("ok");
  }
}
