package org.gristmill.common.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;

/** Reads trees into records, strictly. */
final class RecordReader {
  private RecordReader() {}

  static Object read(ConfigTree tree, Type type) {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(tree, generic);
    }
    if (type == ConfigTree.class) {
      return tree;
    }
    if (type == String.class) {
      return tree.asText();
    }
    if (type == int.class || type == Integer.class) {
      return tree.asInt();
    }
    if (type == long.class || type == Long.class) {
      return tree.asLong();
    }
    if (type == double.class || type == Double.class) {
      return tree.asDouble();
    }
    if (type == boolean.class || type == Boolean.class) {
      return tree.asBoolean();
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return readEnum(tree, plain);
    }
    if (plain.isRecord()) {
      return readRecord(tree, plain);
    }
    throw new IllegalArgumentException("Cannot read " + type + " from a file: expected a record");
  }

  private static Object readGeneric(ConfigTree tree, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.of(read(tree, arguments[0]));
    }
    if (type.getRawType() == List.class) {
      return tree.items().stream().map(item -> read(item, arguments[0])).toList();
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      Map<String, Object> map = new LinkedHashMap<>();
      tree.entries().forEach((key, value) -> map.put(key, read(value, arguments[1])));
      return Collections.unmodifiableMap(map);
    }
    throw new IllegalArgumentException(
        "Cannot read " + type + " from a file: expected Optional, List or Map of String");
  }

  private static Object readEnum(ConfigTree tree, Class<?> type) {
    List<String> names = new ArrayList<>();
    String text = tree.asText();
    for (Object constant : type.getEnumConstants()) {
      String name = Keys.ofEnum((Enum<?>) constant);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw tree.error(
        "Unknown value '" + text + "' of '" + tree.path() + "'" + Nearest.hint(text, names));
  }

  private static Object readRecord(ConfigTree tree, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    tree.allowOnly(Arrays.stream(components).map(Keys::of).toList());
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = component(tree, components[i]);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw refused(tree, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type.getName(), e);
    }
  }

  private static Object component(ConfigTree tree, RecordComponent component) {
    String key = Keys.of(component);
    Optional<ConfigTree> found = tree.find(key);
    if (found.isPresent()) {
      ConfigTree value = found.get();
      if (component.isAnnotationPresent(OneOrMany.class) && value.isText()) {
        value = value.with(List.of(value));
      }
      return read(value, component.getGenericType());
    }
    Default otherwise = component.getAnnotation(Default.class);
    if (otherwise != null) {
      return read(
          YamlConfig.fragment(tree.where(), tree.inside(key), otherwise.value()),
          component.getGenericType());
    }
    if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    throw tree.error("Missing key '" + tree.inside(key) + "'");
  }

  private static ConfigException refused(ConfigTree tree, Throwable cause) {
    if (cause instanceof InvalidValueException invalid) {
      ConfigTree blamed = tree.find(invalid.key()).orElse(tree);
      return blamed.error(invalid.getMessage(), invalid);
    }
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new IllegalStateException(cause);
  }

  /** Names as they stand in files. */
  static final class Keys {
    private Keys() {}

    static String of(RecordComponent component) {
      StringBuilder key = new StringBuilder();
      for (char c : component.getName().toCharArray()) {
        if (Character.isUpperCase(c)) {
          key.append('_').append(Character.toLowerCase(c));
        } else {
          key.append(c);
        }
      }
      return key.toString();
    }

    static String ofEnum(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }
}
