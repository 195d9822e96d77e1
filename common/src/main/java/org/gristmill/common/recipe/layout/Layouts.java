package org.gristmill.common.recipe.layout;

import java.util.List;
import java.util.Optional;

/** The layouts there are. */
public final class Layouts {
  private static final List<Layout> ALL =
      List.of(new IndustryCorpus2(), new FineWebEdu(), new KarpathyShards(), new OpenSeek());

  private Layouts() {}

  /**
   * Finds a layout.
   *
   * @param name its name in recipes
   * @return the layout, or empty if there is none of that name
   */
  public static Optional<Layout> named(String name) {
    return ALL.stream().filter(layout -> layout.name().equals(name)).findFirst();
  }

  /**
   * Names of all layouts.
   *
   * @return slugs
   */
  public static List<String> names() {
    return ALL.stream().map(Layout::name).toList();
  }
}
