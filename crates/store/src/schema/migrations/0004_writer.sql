-- Which connection wrote the book last, where several may: whoever finds its own mark knows that nobody has written in between.
ALTER TABLE factor ADD COLUMN writer UUID;
