package org.gristmill.storage.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column of another type than expected is the file's fault, and the file is named. */
class WrongTypeTest {
  @TempDir Path folder;

  @Test
  void namesTheFileWhoseColumnHasAnotherType() throws Exception {
    Store store = Stores.open(folder.toString(), Map.of());
    try (ParquetTableWriter writer =
        new ParquetTableWriter(
            store,
            "a.parquet",
            MessageTypeParser.parseMessageType("message row { required int64 number; }"),
            1000,
            List.of())) {
      writer.write(7L);
      writer.commit(Map.of());
    }
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      ParquetRows rows = reader.read(0, List.of("number"));
      rows.next();
      assertThatThrownBy(() -> rows.string(0))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith("Cannot read Parquet file a.parquet: ");
    }
  }
}
