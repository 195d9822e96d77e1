package org.gristmill.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Looks into the job jar after packaging: what a Spark distribution brings must not be in it. */
@EnabledIfSystemProperty(named = "job.jar", matches = ".+", disabledReason = "nothing packaged yet")
class JobJarCheck {
  private static final List<String> FORBIDDEN =
      List.of(
          "org/apache/spark/",
          "scala/",
          "org/apache/hadoop/",
          "com/amazonaws/",
          "software/amazon/",
          "org/apache/arrow/",
          "org/apache/parquet/",
          "org/slf4j/",
          "org/apache/logging/",
          "com/fasterxml/jackson/",
          "com/github/luben/zstd/",
          "META-INF/services/org.slf4j.spi.SLF4JServiceProvider");

  @Test
  void holdsOursAndNothingThatSparkBrings() throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("job.jar"))) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names).filteredOn(name -> FORBIDDEN.stream().anyMatch(name::startsWith)).isEmpty();
      assertThat(names)
          .contains(
              "org/gristmill/spark/Gristmill.class",
              "org/gristmill/common/store/Store.class",
              "META-INF/services/org.gristmill.common.store.StoreProvider",
              "picocli/CommandLine.class");
    }
  }
}
