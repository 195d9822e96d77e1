package org.gristmill.trainer.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.gristmill.common.recipe.Sample;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.trainer.generate.Generator;
import org.gristmill.trainer.generate.Generator.Ending;
import org.gristmill.trainer.generate.SamplingOptions;

/** The texts a recipe asks for, printed and kept as {@code samples.txt}. */
final class Samples {

  static final String FILE = "samples.txt";

  private Samples() {}

  /** Generates all samples; sample i is drawn with seed + i. */
  static FileDigest write(
      List<Sample> samples,
      long seed,
      Generator generator,
      Store store,
      String path,
      Consumer<String> out)
      throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      SamplingOptions options =
          new SamplingOptions(
              sample.temperature(),
              sample.topK().orElse(0),
              sample.topP(),
              sample.noRepeatNgram().orElse(0));
      String text =
          generator.generate(sample.prompt(), sample.tokens(), options, Ending.LENGTH, seed + i);
      String whole = "[" + (i + 1) + "] " + sample.prompt() + text;
      out.accept(whole);
      file.append(whole).append("\n\n");
    }
    return store.writeAtomically(path, file.toString().getBytes(StandardCharsets.UTF_8));
  }
}
