package org.gristmill.spark.tokenize;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.gristmill.spark.job.LoadedTokenizers;
import org.gristmill.tokenization.Tokenizer;

/**
 * The tokenizer as tasks get it: the driver's file is sent to every executor once, so that it may
 * lie where only the driver finds it; parsed once per JVM.
 *
 * @param json content of {@code tokenizer.json}
 * @param fingerprint what the tokenizer must be
 * @param endOfDocument id appended to every document
 * @param width bytes of a token on disk
 */
record TokenizerSource(Broadcast<byte[]> json, String fingerprint, int endOfDocument, int width)
    implements Serializable {
  Tokenizer load() {
    return LoadedTokenizers.load(fingerprint, json);
  }
}
