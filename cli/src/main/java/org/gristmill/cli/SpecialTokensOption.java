package org.gristmill.cli;

import java.util.Iterator;
import java.util.List;
import org.gristmill.tokenization.SpecialTokens;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code as-text} and {@code as-tokens} on the command line. */
final class SpecialTokensOption implements ITypeConverter<SpecialTokens> {

  /** What help and messages name. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("as-text", "as-tokens").iterator();
    }
  }

  @Override
  public SpecialTokens convert(String value) {
    return switch (value) {
      case "as-text" -> SpecialTokens.AS_TEXT;
      case "as-tokens" -> SpecialTokens.AS_TOKENS;
      default ->
          throw new TypeConversionException("'" + value + "' is neither as-text nor as-tokens");
    };
  }
}
