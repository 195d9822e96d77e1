package org.gristmill.storage.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Puts the values of a row's columns together as plain Java values. */
final class ObjectConverter {
  private ObjectConverter() {}

  /** The converter of a value that goes to {@code target}. */
  private static Converter of(Type type, Consumer<Object> target) {
    if (type.isPrimitive()) {
      return new Primitive(target);
    }
    GroupType group = type.asGroupType();
    boolean list =
        LogicalTypeAnnotation.listType().equals(type.getLogicalTypeAnnotation())
            && group.getFieldCount() == 1
            && group.getType(0).isRepetition(Type.Repetition.REPEATED);
    return list ? new ListOf(group, target) : new Struct(group, target);
  }

  /** A row: one value per column, null for an absent one. */
  static final class Row extends RecordMaterializer<Object[]> {
    private final Struct root;
    private final String[] names;
    private Map<?, ?> values = Map.of();

    Row(MessageType type) {
      names = type.getFields().stream().map(Type::getName).toArray(String[]::new);
      root = new Struct(type, value -> values = (Map<?, ?>) value);
    }

    @Override
    public Object[] getCurrentRecord() {
      Object[] row = new Object[names.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = values.get(names[i]);
      }
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  /** A struct: a map without its absent fields; a repeated field is a list. */
  private static final class Struct extends GroupConverter {
    private final Converter[] fields;
    private final Consumer<Object> target;
    private Map<String, Object> values = Map.of();

    Struct(GroupType type, Consumer<Object> target) {
      this.target = target;
      fields = new Converter[type.getFieldCount()];
      for (int i = 0; i < fields.length; i++) {
        Type field = type.getType(i);
        String name = field.getName();
        fields[i] =
            field.isRepetition(Type.Repetition.REPEATED)
                ? of(field, value -> repeated(name).add(value))
                : of(field, value -> values.put(name, value));
      }
    }

    @SuppressWarnings("unchecked") // only this method puts a value under the name
    private List<Object> repeated(String name) {
      return (List<Object>) values.computeIfAbsent(name, key -> new ArrayList<>());
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      values = new LinkedHashMap<>();
    }

    @Override
    public void end() {
      target.accept(values);
    }
  }

  /**
   * A list in any of its spellings: the repeated field is the element itself where it is a value,
   * has several fields or bears one of the two old names, else it wraps the element.
   */
  private static final class ListOf extends GroupConverter {
    private final Converter items;
    private final Consumer<Object> target;
    private List<Object> values = List.of();

    ListOf(GroupType list, Consumer<Object> target) {
      this.target = target;
      Type repeated = list.getType(0);
      boolean wraps =
          !repeated.isPrimitive()
              && repeated.asGroupType().getFieldCount() == 1
              && !repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
              && !repeated.getName().equals("array")
              && !repeated.getName().equals(list.getName() + "_tuple");
      items =
          wraps
              ? new Wrapped(repeated.asGroupType(), value -> values.add(value))
              : of(repeated, value -> values.add(value));
    }

    @Override
    public Converter getConverter(int field) {
      return items;
    }

    @Override
    public void start() {
      values = new ArrayList<>();
    }

    @Override
    public void end() {
      target.accept(values);
    }
  }

  /** The repeated group around an element; null where the element is absent. */
  private static final class Wrapped extends GroupConverter {
    private final Converter element;
    private final Consumer<Object> target;
    private Object value;

    Wrapped(GroupType type, Consumer<Object> target) {
      this.target = target;
      element = of(type.getType(0), found -> value = found);
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      value = null;
    }

    @Override
    public void end() {
      target.accept(value);
    }
  }

  /** A value without parts. */
  private static final class Primitive extends PrimitiveConverter {
    private final Consumer<Object> target;

    Primitive(Consumer<Object> target) {
      this.target = target;
    }

    @Override
    public void addBinary(Binary value) {
      byte[] bytes = value.getBytes();
      try {
        target.accept(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException e) {
        target.accept(bytes);
      }
    }

    @Override
    public void addBoolean(boolean value) {
      target.accept(value);
    }

    @Override
    public void addDouble(double value) {
      target.accept(value);
    }

    @Override
    public void addFloat(float value) {
      target.accept(value);
    }

    @Override
    public void addInt(int value) {
      target.accept(value);
    }

    @Override
    public void addLong(long value) {
      target.accept(value);
    }
  }
}
