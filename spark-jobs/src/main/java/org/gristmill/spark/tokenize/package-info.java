/** The tokenize stage: kept documents to sorted runs of the token store. */
package org.gristmill.spark.tokenize;
