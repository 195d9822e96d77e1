package org.gristmill.common.recipe;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;
import org.gristmill.common.config.OneOrMany;

/**
 * Which labels the documents of a source have, and where they come from.
 *
 * @param path templates such as {@code {domain}/{language}/{quality}/rank_*.parquet} for the end of
 *     a file's path; the first that fits counts, and every file must fit one
 * @param language rule of the language label
 * @param domain rule of the domain
 * @param category rule of the corpus's own word for its kind of text
 * @param quality rule of the quality label
 * @param perplexity rule of the perplexity label
 * @param part rule of the subset
 */
public record Labels(
    @OneOrMany @Default("[]") List<String> path,
    Optional<LabelRule> language,
    Optional<LabelRule> domain,
    Optional<LabelRule> category,
    Optional<LabelRule> quality,
    Optional<LabelRule> perplexity,
    Optional<LabelRule> part) {
  /** No labels. */
  public static final Labels NONE = of(List.of(), Map.of());

  /** Checks the templates, and that every label has exactly one origin. */
  public Labels {
    path = List.copyOf(path);
    List<PathTemplate> templates = path.stream().map(PathTemplate::parse).toList();
    Map<Label, LabelRule> rules = rules(language, domain, category, quality, perplexity, part);
    rules.forEach(
        (label, rule) -> {
          boolean named = templates.stream().anyMatch(one -> one.labels().contains(label));
          Check.that(
              !rule.isFromPath() || named,
              label.key(),
              "Cannot find "
                  + label.key()
                  + ": it has neither value nor column, and no {"
                  + label.key()
                  + "} in labels.path; expected one of them");
          Check.that(
              rule.isFromPath() || !named,
              label.key(),
              "Cannot use "
                  + label.key()
                  + ": {"
                  + label.key()
                  + "} in labels.path names it, too; expected one origin");
          if (label != Label.CATEGORY) {
            rule.value().ifPresent(slug -> Check.slug(label.key(), slug));
            rule.values().values().forEach(slug -> Check.slug(label.key(), slug));
            rule.otherwise().ifPresent(slug -> Check.slug(label.key(), slug));
          }
        });
  }

  /**
   * Labels with the given rules.
   *
   * @param path templates
   * @param rules rules by label
   * @return the labels
   */
  public static Labels of(List<String> path, Map<Label, LabelRule> rules) {
    return new Labels(
        path,
        Optional.ofNullable(rules.get(Label.LANGUAGE)),
        Optional.ofNullable(rules.get(Label.DOMAIN)),
        Optional.ofNullable(rules.get(Label.CATEGORY)),
        Optional.ofNullable(rules.get(Label.QUALITY)),
        Optional.ofNullable(rules.get(Label.PERPLEXITY)),
        Optional.ofNullable(rules.get(Label.PART)));
  }

  /**
   * The rules there are.
   *
   * @return rules by label
   */
  public Map<Label, LabelRule> rules() {
    return rules(language, domain, category, quality, perplexity, part);
  }

  /**
   * Says whether a label has a rule or a place in a template.
   *
   * @param label the label
   * @return true if some documents may have it
   */
  boolean names(Label label) {
    return rules().containsKey(label)
        || path.stream().anyMatch(text -> PathTemplate.parse(text).labels().contains(label));
  }

  private static Map<Label, LabelRule> rules(
      Optional<LabelRule> language,
      Optional<LabelRule> domain,
      Optional<LabelRule> category,
      Optional<LabelRule> quality,
      Optional<LabelRule> perplexity,
      Optional<LabelRule> part) {
    Map<Label, LabelRule> rules = new EnumMap<>(Label.class);
    language.ifPresent(rule -> rules.put(Label.LANGUAGE, rule));
    domain.ifPresent(rule -> rules.put(Label.DOMAIN, rule));
    category.ifPresent(rule -> rules.put(Label.CATEGORY, rule));
    quality.ifPresent(rule -> rules.put(Label.QUALITY, rule));
    perplexity.ifPresent(rule -> rules.put(Label.PERPLEXITY, rule));
    part.ifPresent(rule -> rules.put(Label.PART, rule));
    return rules;
  }
}
