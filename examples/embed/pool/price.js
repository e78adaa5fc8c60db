const list = { tea: 3, milk: 1 };

exports.price = async (what, count) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return list[what] * count;
};
