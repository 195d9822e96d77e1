package org.gristmill.common.recipe.layout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Nearest;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.Labels;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.recipe.SourceTokens;
import org.gristmill.common.recipe.SpecialTokensInText;
import org.gristmill.common.recipe.TokensAs;

/**
 * BAAI/OpenSeek-Pretrain-100B: Megatron data sets {@code <group>/<name>_text_document}, or {@code
 * <group>_text_document} where the parts of a group were merged.
 *
 * <ul>
 *   <li>The domain is one of the 22 data sets that its description lists; {@code cot_synthesis2_*}
 *       belongs to {@code cot_synthesis_*}, {@code pes2o-full-*} to {@code pes2o}. The category is
 *       the field that the description puts it in.
 *   <li>A trailing {@code -high}, {@code -mid}, {@code -low} is the tier of the document by a
 *       model's perplexity, and high the lowest one: labels {@code low}, {@code medium}, {@code
 *       high} of perplexity. Chinese web text has {@code loss0} to {@code loss2} instead.
 *   <li>The word for quality in the middle of the names of Nemotron's and the Chinese web text
 *       ({@code high}, {@code medium}, which is once spelt {@code medidum}, {@code low}) is another
 *       thing: the label of quality. What has none is in {@code all}.
 *   <li>The part is the whole name: {@code code-high.part_13} or {@code code}.
 * </ul>
 *
 * <p>Documents are {@code <|extra_203|>}, text, {@code <|extra_204|>}, and special tokens that
 * stood in a text were taken for tokens.
 */
public final class OpenSeek implements Layout {
  private static final String SUFFIX = "_text_document";
  private static final String TIER = "(?:-(?<tier>high|mid|low))?";
  private static final Map<String, String> PERPLEXITY =
      Map.of("high", "low", "mid", "medium", "low", "high");

  /** A group of data sets by the shape of its name. */
  private record Group(Pattern name, String domain, String category) {}

  private static final List<Group> GROUPS = groups();

  OpenSeek() {}

  private static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    add(
        groups,
        "Nemotron-CC-(?<quality>high|medium|low)-"
            + "(?<kind>actual-actual|synthetic-(?:distill|diverse_qa_pairs|extract_knowledge"
            + "|knowledge_list|wrap)(?:_medium)?)"
            + TIER,
        "nemotron-cc-{quality}-{kind}",
        "English Webpage");
    add(
        groups,
        "zh_cc(?:-(?<quality>high|medium|medidum|low)-(?<loss>loss[0-9]+))?",
        "zh_cc",
        "Chinese Webpage");
    add(groups, "code" + TIER, "code", "Code");
    add(groups, "math" + TIER, "math", "Mathematics");
    add(groups, "books", "books", "Books");
    add(groups, "wiki", "wiki", "Encyclopedia");
    add(groups, "arxiv", "arxiv", "Papers");
    add(groups, "stack", "stack", "Q&A");
    add(
        groups,
        "cot_synthesis2?_(?<kind>CC|code|math|wiki|arxiv|OpenSource)" + TIER,
        "cot_synthesis_{kind}",
        "Synthetic Reasoning Data");
    add(groups, "pes2o(?:-full-(?:train|val))?", "pes2o", "Biological Papers");
    return groups;
  }

  private static void add(List<Group> groups, String name, String domain, String category) {
    groups.add(new Group(Pattern.compile(name), domain, category));
  }

  /** The group in a path, and what it is called there. */
  private record Named(Group group, Matcher matcher, String part) {}

  @Override
  public String name() {
    return "openseek";
  }

  @Override
  public SourceFormat format() {
    return SourceFormat.MEGATRON;
  }

  @Override
  public boolean isData(String path) {
    return path.endsWith(".bin") || path.endsWith(".idx");
  }

  @Override
  public Columns columns() {
    return Columns.ofText("text", Optional.empty(), Optional.empty());
  }

  @Override
  public Labels labels() {
    return Labels.NONE;
  }

  @Override
  public Optional<SourceTokens> tokens() {
    return Optional.of(
        new SourceTokens(
            TokensAs.TEXT,
            Optional.empty(),
            Optional.of("<|extra_203|>"),
            Optional.of("<|extra_204|>"),
            Optional.of(SpecialTokensInText.AS_TOKENS)));
  }

  /**
   * The part that a data set is, by its prefix.
   *
   * @param prefix path of a data set, with or without {@code .bin}; the folders above the group may
   *     be anything
   * @return slug, unique in the corpus
   */
  public static String part(String prefix) {
    return named(prefix)
        .map(Named::part)
        .orElseGet(
            () ->
                slug(
                    folder(prefix).isEmpty() ? file(prefix) : folder(prefix) + "." + file(prefix)));
  }

  @Override
  public Map<Label, String> ofPath(String location) {
    Named named =
        named(location)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot take labels from the path "
                            + location
                            + " with layout openseek: neither '"
                            + folder(location)
                            + "' nor '"
                            + file(location)
                            + "' is a group of its data sets"
                            + Nearest.hint(folder(location), names())));
    Map<Label, String> labels = new EnumMap<>(Label.class);
    Group group = named.group();
    String domain = group.domain();
    boolean chinese = domain.equals("zh_cc");
    labels.put(Label.LANGUAGE, chinese ? "zh" : "en");
    labels.put(Label.CATEGORY, group.category());
    labels.put(Label.PART, named.part());
    String quality = value(named, "quality").orElse("all");
    labels.put(Label.QUALITY, quality.equals("medidum") ? "medium" : quality);
    Optional<String> tier = value(named, "tier").map(PERPLEXITY::get);
    tier.or(() -> value(named, "loss")).ifPresent(text -> labels.put(Label.PERPLEXITY, text));
    String kind = value(named, "kind").orElse("").replace("wrap_medium", "wrap");
    labels.put(Label.DOMAIN, slug(domain.replace("{quality}", quality).replace("{kind}", kind)));
    return labels;
  }

  private static Optional<Named> named(String prefix) {
    for (Group group : GROUPS) {
      Matcher folder = group.name().matcher(folder(prefix));
      if (folder.matches()) {
        return Optional.of(new Named(group, folder, slug(folder(prefix) + "." + file(prefix))));
      }
    }
    for (Group group : GROUPS) {
      Matcher file = group.name().matcher(file(prefix));
      if (file.matches()) {
        return Optional.of(new Named(group, file, slug(file(prefix))));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(Named named, String name) {
    return named.group().name().pattern().contains("(?<" + name + ">")
        ? Optional.ofNullable(named.matcher().group(name))
        : Optional.empty();
  }

  private static String file(String prefix) {
    String name = prefix.substring(prefix.lastIndexOf('/') + 1);
    String bare = name.replaceAll("\\.(bin|idx)$", "");
    return bare.endsWith(SUFFIX) ? bare.substring(0, bare.length() - SUFFIX.length()) : bare;
  }

  private static String folder(String prefix) {
    int slash = prefix.lastIndexOf('/');
    String above = slash < 0 ? "" : prefix.substring(0, slash);
    return above.substring(above.lastIndexOf('/') + 1);
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_").replaceAll("^[_.-]+", "");
  }

  private static List<String> names() {
    return List.of(
        "Nemotron-CC-high-actual-actual-high",
        "zh_cc-high-loss0",
        "code-high",
        "math-high",
        "books",
        "wiki",
        "arxiv",
        "stack",
        "cot_synthesis_CC-high",
        "pes2o");
  }
}
