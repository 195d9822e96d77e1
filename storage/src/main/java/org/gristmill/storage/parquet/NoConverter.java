package org.gristmill.storage.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;

/** Parquet's column readers ask for a converter per column; values are taken from the readers. */
final class NoConverter extends GroupConverter {
  private final Converter[] fields;

  NoConverter(GroupType type) {
    fields = new Converter[type.getFieldCount()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] =
          type.getType(i).isPrimitive()
              ? new PrimitiveConverter() {}
              : new NoConverter(type.getType(i).asGroupType());
    }
  }

  @Override
  public Converter getConverter(int field) {
    return fields[field];
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}
