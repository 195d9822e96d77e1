package org.gristmill.common.work;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.SourceTokens;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/** The tokenizers of sources that bring tokens, known by the contents of their files. */
public final class SourceTokenizers {
  private final SortedMap<String, String> identityBySource = new TreeMap<>();
  private final SortedMap<String, String> locationByIdentity = new TreeMap<>();

  private SourceTokenizers() {}

  /**
   * For recipes whose sources bring texts.
   *
   * @return no tokenizers
   */
  public static SourceTokenizers none() {
    return new SourceTokenizers();
  }

  /**
   * Reads the tokenizer files of a recipe's sources; none if no source brings tokens.
   *
   * @param recipe the recipe
   * @param settings file system settings
   * @return the tokenizers
   * @throws ConfigException if a file is missing
   * @throws IOException if a file cannot be read
   */
  public static SourceTokenizers of(LoadedRecipe recipe, Map<String, String> settings)
      throws IOException {
    SourceTokenizers tokenizers = new SourceTokenizers();
    for (Source source : recipe.recipe().sources()) {
      Optional<String> path =
          source
              .sourceTokens()
              .map(SourceTokens::tokenizer)
              .flatMap(own -> own.or(() -> recipe.recipe().tokenizer().path()));
      if (path.isPresent()) {
        String location = recipe.resolve(path.get());
        String identity = identity(location, settings);
        tokenizers.identityBySource.put(source.name(), identity);
        tokenizers.locationByIdentity.put(identity, location);
      }
    }
    return tokenizers;
  }

  /**
   * Identity of a tokenizer file.
   *
   * @param location path or URI
   * @param settings file system settings
   * @return XXH3-128 of its bytes in hexadecimal
   */
  static String identity(String location, Map<String, String> settings) throws IOException {
    try (Store store = Stores.open(Locations.parent(location), settings)) {
      byte[] bytes = store.readAll(Locations.name(location));
      return Xxh128.hash(bytes, 0, bytes.length).hex();
    } catch (NoSuchFileException e) {
      throw new ConfigException("Cannot read tokenizer " + location + ": there is no such file", e);
    }
  }

  /** Identity of the tokenizer that made a source's tokens; empty for sources without tokens. */
  String of(Source source) {
    return identityBySource.getOrDefault(source.name(), "");
  }

  /**
   * Where the files are.
   *
   * @return path or URI by identity
   */
  public SortedMap<String, String> locations() {
    return Collections.unmodifiableSortedMap(locationByIdentity);
  }
}
