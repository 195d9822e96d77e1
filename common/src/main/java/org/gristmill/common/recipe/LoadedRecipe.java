package org.gristmill.common.recipe;

import org.gristmill.common.store.Stores;

/**
 * A recipe and where it came from.
 *
 * @param recipe the recipe
 * @param location path or URI of its file
 */
public record LoadedRecipe(Recipe recipe, String location) {
  /**
   * Finds a path named in the recipe.
   *
   * @param path relative to the recipe file, absolute, or a URI
   * @return absolute or relative to the working directory, usable from there
   */
  public String resolve(String path) {
    return Locations.resolve(Locations.parent(location), path);
  }

  /**
   * Says whether the recipe lies on this machine.
   *
   * @return true for local paths and {@code file:} URIs
   */
  public boolean isLocal() {
    String scheme = Stores.scheme(location);
    return scheme.isEmpty() || scheme.equals("file");
  }
}
