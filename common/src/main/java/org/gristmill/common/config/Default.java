package org.gristmill.common.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value a record component takes when its key is left out; without it the key is required. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /**
   * The default as it would stand in the file, e.g. {@code 256}, {@code [a, b]} or {@code {}}.
   *
   * @return YAML text
   */
  String value();
}
