package org.gristmill.common.recipe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.Default;

/**
 * A whole recipe, checked, with defaults filled in.
 *
 * @param name slug; names the run pointer and the report
 * @param sources corpora to read, at least one
 * @param licenses which licences they may have
 * @param ingest reading
 * @param dedup removal of duplicates
 * @param tokenizer tokenizer
 * @param bucket filters and strata
 * @param mixture the mixture, inline or read from its own file; the mixing module gives it meaning
 * @param mix sampling, packing and sharding
 * @param train training; left out: the chain ends with the mix
 */
public record Recipe(
    String name,
    List<Source> sources,
    @Default("{}") LicenseOptions licenses,
    @Default("{}") IngestOptions ingest,
    @Default("{}") DedupOptions dedup,
    TokenizerOptions tokenizer,
    @Default("{}") BucketOptions bucket,
    ConfigTree mixture,
    @Default("{}") MixOptions mix,
    Optional<TrainOptions> train) {
  /** Checks names and copies the list. */
  public Recipe {
    Check.slug("name", name);
    sources = List.copyOf(sources);
    Check.that(
        !sources.isEmpty(),
        "sources",
        "Cannot use sources: the list is empty; expected at least one");
    Set<String> names = new HashSet<>();
    for (Source source : sources) {
      Check.that(
          names.add(source.name()),
          "sources",
          "Cannot use source '" + source.name() + "': the name is taken; expected unique names");
      Optional<String> complaint = licenses.complaint(source);
      Check.that(complaint.isEmpty(), "sources", complaint.orElse(""));
    }
    checkContents(sources, tokenizer);
    Check.that(
        mixture.isSection() || mixture.isList(),
        "mixture",
        "Cannot use mixture: expected a section, or the path of a file");
  }

  /** A stratum is read as rows or as pairs, with or without a mask: its documents are of a kind. */
  private static void checkContents(List<Source> sources, TokenizerOptions tokenizer) {
    Map<String, Source> domains = new HashMap<>();
    for (Source source : sources) {
      Check.that(
          source.content() == Content.TEXT || tokenizer.chat().isPresent(),
          "tokenizer",
          "Cannot encode source '"
              + source.name()
              + "': it has "
              + source.content().plural()
              + "; expected tokenizer.chat");
      Check.that(
          tokenizer.path().isPresent()
              || source.sourceTokens().map(tokens -> tokens.tokenizer().isPresent()).orElse(true),
          "tokenizer",
          "Cannot read the tokens of source '"
              + source.name()
              + "': nothing says which tokenizer made them; expected tokenizer.path, or"
              + " tokens.tokenizer of the source");
      for (String domain : source.allDomains()) {
        Source other = domains.putIfAbsent(domain, source);
        Check.that(
            other == null || other.content() == source.content(),
            "sources",
            "Cannot use domain '"
                + domain
                + "' in source '"
                + source.name()
                + "': it has "
                + source.content().plural()
                + (other == null
                    ? ""
                    : ", source '" + other.name() + "' " + other.content().plural())
                + "; expected one kind in a domain");
      }
    }
  }
}
