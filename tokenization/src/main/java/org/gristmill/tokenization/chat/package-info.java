/**
 * Conversations and pairs of answers, and the templates that turn them into token ids with a mask
 * of what is to be learnt.
 */
package org.gristmill.tokenization.chat;
