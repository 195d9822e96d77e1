package org.gristmill.tokenization.stream;

/**
 * A preference as it lies in the token store: the chosen conversation, then the rejected one.
 *
 * @param tokens of both; owned by the receiver
 * @param mask 1 for every token that is learnt, else 0; owned by the receiver
 * @param chosenTokens how many of the tokens are those of the chosen one
 * @param stratum stratum number
 * @param run run of its document
 * @param part part of its document
 * @param document number of its document in the part
 * @param epoch how often the stratum had been gone through before
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Pair(
    int[] tokens,
    byte[] mask,
    int chosenTokens,
    int stratum,
    int run,
    int part,
    int document,
    int epoch) {}
