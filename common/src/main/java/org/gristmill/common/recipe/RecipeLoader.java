package org.gristmill.common.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Assignment;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/**
 * Loads recipes. What the command line sets goes before what the recipe says, and that before the
 * defaults.
 */
public final class RecipeLoader {
  private RecipeLoader() {}

  /**
   * Loads a recipe and the mixture file it names.
   *
   * @param location path or URI of the recipe file
   * @param overrides {@code key.key=value} of the command line, applied in order; {@code
   *     mixture=FILE} is found from the working directory, {@code mixture.key=value} changes the
   *     mixture wherever it stands
   * @return the recipe
   * @throws ConfigException if a file is missing, malformed or says something impossible
   * @throws IOException if a file cannot be read
   */
  public static LoadedRecipe load(String location, List<String> overrides) throws IOException {
    return load(location, overrides, Map.of());
  }

  /**
   * Loads a recipe from a file system with settings.
   *
   * @param location path or URI of the recipe file
   * @param overrides assignments of the command line
   * @param settings file system settings, see {@link Stores#open}
   * @return the recipe
   * @throws ConfigException if a file is missing, malformed or says something impossible
   * @throws IOException if a file cannot be read
   */
  public static LoadedRecipe load(
      String location, List<String> overrides, Map<String, String> settings) throws IOException {
    List<String> mixtureKeys =
        overrides.stream()
            .filter(text -> Assignment.parse(text).keys().get(0).equals("mixture"))
            .filter(text -> Assignment.parse(text).keys().size() > 1)
            .toList();
    List<String> others = overrides.stream().filter(text -> !mixtureKeys.contains(text)).toList();
    ConfigTree file = YamlConfig.parse(location, readText(location, "recipe", settings));
    ConfigTree tree = YamlConfig.override(file, others);
    tree = withMixture(tree, location, settings);
    tree = YamlConfig.override(tree, mixtureKeys);
    return new LoadedRecipe(tree.as(Recipe.class), location);
  }

  /**
   * Reads a UTF-8 text file the user named.
   *
   * @param location path or URI
   * @param what what it is, for messages
   * @param settings file system settings
   * @return its content
   * @throws ConfigException if it does not exist or is not UTF-8
   * @throws IOException if it cannot be read
   */
  public static String readText(String location, String what, Map<String, String> settings)
      throws IOException {
    try (Store store = Stores.open(Locations.parent(location), settings)) {
      byte[] bytes = store.readAll(Locations.name(location));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "Cannot read " + what + " " + location + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException("Cannot read " + what + " " + location + ": it is not UTF-8", e);
    }
  }

  private static ConfigTree withMixture(
      ConfigTree tree, String location, Map<String, String> settings) throws IOException {
    ConfigTree mixture = tree.find("mixture").orElse(null);
    if (mixture != null && mixture.isList()) {
      return withMixture(tree, mixture);
    }
    if (mixture == null || !mixture.isText()) {
      return tree;
    }
    boolean fromCommandLine = mixture.line() == 0;
    String base = fromCommandLine ? "." : Locations.parent(location);
    String path = Locations.resolve(base, mixture.asText());
    ConfigTree loaded;
    try {
      loaded = YamlConfig.parse(path, readText(path, "mixture", settings));
    } catch (ConfigException e) {
      throw e.getCause() instanceof NoSuchFileException ? mixture.error(e.getMessage(), e) : e;
    }
    return withMixture(tree, loaded);
  }

  /** A bare list of weights becomes a section, so that other keys can be set beside it. */
  private static ConfigTree withMixture(ConfigTree tree, ConfigTree mixture) {
    Map<String, ConfigTree> keys = new LinkedHashMap<>(tree.entries());
    keys.put(
        "mixture", mixture.isList() ? mixture.withEntries(Map.of("weights", mixture)) : mixture);
    return tree.withEntries(keys);
  }
}
