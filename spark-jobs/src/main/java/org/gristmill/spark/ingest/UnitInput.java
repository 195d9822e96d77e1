package org.gristmill.spark.ingest;

import java.io.Serializable;
import org.gristmill.common.work.InputFile;

/**
 * One input file of a unit.
 *
 * @param source name of the source
 * @param root folder or URI that the source's paths start from
 * @param path path below the root
 * @param bytes length
 * @param identity content identity, 32 hexadecimal digits
 */
public record UnitInput(String source, String root, String path, long bytes, String identity)
    implements Serializable {
  static UnitInput of(InputFile file) {
    return new UnitInput(file.source(), file.root(), file.path(), file.bytes(), file.identity());
  }

  InputFile file() {
    return new InputFile(source, root, path, bytes, 0, identity);
  }
}
