"""One file is one sentence of the product and one transaction: values in, rows and messages out."""
