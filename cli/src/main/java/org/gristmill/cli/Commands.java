package org.gristmill.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands: those that want a console, the home or both take them in the constructor. */
final class Commands implements CommandLine.IFactory {

  private final Console console;
  private final Home home;

  Commands(Console console, Home home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] wanted = constructor.getParameterTypes();
      Object[] given = new Object[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        given[i] = wanted[i] == Console.class ? console : wanted[i] == Home.class ? home : null;
      }
      if (wanted.length > 0 && given[wanted.length - 1] != null) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(given));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
