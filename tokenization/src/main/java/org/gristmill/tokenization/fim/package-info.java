/** Fill-in-the-middle: documents rearranged so that a model learns to write what lies between. */
package org.gristmill.tokenization.fim;
